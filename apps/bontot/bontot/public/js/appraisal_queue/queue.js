// The list: pages of it, the cursor, the selection, what was done to each row.

import { computed, reactive, ref, watch } from "vue";
import { read } from "../kit";
import { isChoosable } from "./choosing.mjs";

const PAGE = 30;
const METHODS = {
	waiting: "api.queue",
	passed: "api.forwarded",
	received: "reading_api.received",
	stuck: "api.stuck",
};
const FLAGS = {
	waiting: ["changed", "overdue", "differs", "missing_evidence"],
	received: ["unlocked", "locked", "review"],
};

/** @param {object} address useAddress: {tab, flag, act, period_kind, title_kind, text} */
export function useQueue(address) {
	const rows = ref([]);
	const totals = reactive({ total: 0, overdue: 0, changed: 0 });
	const receives = ref(false); // whether decided files come to this person's levels
	const error = ref(null);
	const loading = ref(false);
	const selected = reactive(new Set());
	const results = reactive({}); // evaluation → {ok, message} of a bulk act
	let asked = 0;

	async function load(more = false) {
		const mine = ++asked;
		loading.value = true;
		error.value = null;
		const known = FLAGS[address.tab]?.includes(address.flag);
		const args = { start: more ? rows.value.length : 0, limit: PAGE };
		if (address.tab !== "stuck")
			for (const field of ["text", "period_kind", "title_kind"]) args[field] = address[field];
		if (address.tab === "waiting") {
			args.act = address.act;
			if (known) args[address.flag] = 1;
		}
		if (address.tab === "received" && known) args.flag = address.flag;
		try {
			const found = await read(`bontot.approval.${METHODS[address.tab] ?? METHODS.waiting}`, args);
			if (mine !== asked) return; // a later question overtook this one
			rows.value = more ? [...rows.value, ...found.rows] : found.rows;
			Object.assign(totals, {
				total: found.total,
				overdue: found.overdue ?? 0,
				changed: found.changed ?? 0,
			});
			if (found.receives !== undefined) receives.value = found.receives;
			if (!more) selected.clear();
		} catch (reason) {
			if (mine === asked) error.value = reason;
		} finally {
			if (mine === asked) loading.value = false;
		}
	}

	let timer = null;
	watch(
		() => [address.tab, address.flag, address.act, address.period_kind, address.title_kind],
		() => load()
	);
	watch(
		() => address.text,
		() => {
			clearTimeout(timer);
			timer = setTimeout(load, 300);
		}
	);

	const clean = computed(() => rows.value.filter((row) => row.clean && row.awaiting_act === "Appraise"));

	/** Whether it could be chosen; a row with something to look at is not. */
	function toggle(name) {
		const row = rows.value.find((one) => one.name === name);
		if (selected.has(name)) selected.delete(name);
		else if (row && isChoosable(row)) selected.add(name);
		else return false;
		return true;
	}

	/** Take rows off the list that no longer wait here. */
	function remove(names) {
		rows.value = rows.value.filter((row) => !names.includes(row.name));
		for (const name of names) selected.delete(name);
		totals.total = Math.max(0, totals.total - names.length);
	}

	return { rows, totals, receives, error, loading, selected, results, clean, load, toggle, remove };
}
