// The list: pages of it, the cursor, the selection, what was done to each row.

import { computed, reactive, ref, watch } from "vue";
import { read } from "../kit";
import { countsOf, countsWithout, isChoosable } from "./choosing.mjs";

const PAGE = 30;
const METHODS = {
	waiting: "queue",
	passed: "forwarded",
	received: "list_for_information",
	stuck: "stuck",
};
const SELECTS = ["act", "period", "organization_kind", "branch"]; // of what waits; it is narrowed by more
const FLAGS = {
	waiting: ["changed", "overdue", "differs", "missing_evidence", "newer"],
	received: ["unlocked", "locked", "review"],
};

/** @param {object} address useAddress: {tab, flag, period_kind, title_kind, text} and SELECTS */
export function useQueue(address) {
	const rows = ref([]);
	const totals = reactive({ ...countsOf({}), deciding: [] });
	const receives = ref(false); // whether decided files come to this person's levels
	const error = ref(null);
	const loading = ref(false);
	const selected = reactive(new Set());
	const beyond = ref([]); // selected rows of pages that are not shown
	const results = reactive({}); // evaluation → {ok, message} of a bulk act
	let asked = 0;

	/** What the address narrows the list by, as the server takes it. */
	function narrowing() {
		const args = {};
		const known = FLAGS[address.tab]?.includes(address.flag);
		if (address.tab !== "stuck")
			for (const field of ["text", "period_kind", "title_kind"]) args[field] = address[field];
		if (address.tab === "waiting") {
			for (const field of SELECTS) args[field] = address[field];
			if (known) args[address.flag] = 1;
		}
		if (address.tab === "received" && known) args.flag = address.flag;
		return args;
	}

	async function load(more = false) {
		const mine = ++asked;
		loading.value = true;
		error.value = null;
		const args = { start: more ? waiting.value.length : 0, limit: PAGE, ...narrowing() };
		try {
			const found = await read(
				`bontot.approval.queue.api.${METHODS[address.tab] ?? METHODS.waiting}`,
				args
			);
			if (mine !== asked) return; // a later question overtook this one
			rows.value = more ? [...rows.value, ...found.rows] : found.rows;
			Object.assign(totals, countsOf(found), { deciding: found.deciding ?? [] });
			if (found.receives !== undefined) receives.value = found.receives;
			if (!more) unselect();
		} catch (reason) {
			if (mine === asked) error.value = reason;
		} finally {
			if (mine === asked) loading.value = false;
		}
	}

	let timer = null;
	// Rows of one tab lack what another shows of each.
	watch(
		() => address.tab,
		() => (rows.value = [])
	);
	watch(
		() =>
			["tab", "flag", "period_kind", "title_kind", ...SELECTS]
				.map((field) => address[field])
				.join("\n"),
		() => load()
	);
	watch(
		() => address.text,
		() => {
			clearTimeout(timer);
			timer = setTimeout(load, 300);
		}
	);

	// Without those that a bulk act has passed on, which stay in sight.
	const waiting = computed(() => rows.value.filter((row) => !results[row.name]?.ok));
	const clean = computed(() => rows.value.filter((row) => row.clean && row.awaiting_act === "Appraise"));

	const chosen = computed(() => [
		...rows.value.filter((row) => selected.has(row.name)),
		...beyond.value.filter(
			(row) => selected.has(row.name) && !rows.value.some((one) => one.name === row.name)
		),
	]);

	/** Select all that one resolution may decide, shown or not. `group`: one of `totals.deciding`. */
	async function selectAll({ organization, period }) {
		error.value = null;
		try {
			const asked = { ...narrowing(), organization, period };
			beyond.value = await read("bontot.approval.resolutions.api.resolution_candidates", asked);
			for (const row of beyond.value) selected.add(row.name);
		} catch (reason) {
			error.value = reason;
		}
	}

	function unselect() {
		selected.clear();
		beyond.value = [];
	}

	/** Whether it could be chosen; a row with something to look at is not. */
	function toggle(name) {
		const row = rows.value.find((one) => one.name === name);
		if (selected.has(name)) selected.delete(name);
		else if (row && isChoosable(row)) selected.add(name);
		else return false;
		return true;
	}

	/** Count rows no more that stay in sight with what a bulk act said of them. */
	function uncount(names) {
		const gone = rows.value.filter((row) => names.includes(row.name));
		Object.assign(totals, countsWithout(totals, gone));
	}

	/** Take rows off the list that no longer wait here. */
	function remove(names) {
		uncount(names);
		drop(names);
	}

	/** As `remove`, of what is counted no more. */
	function drop(names) {
		rows.value = rows.value.filter((row) => !names.includes(row.name));
		for (const name of names) selected.delete(name);
	}

	const acts = { load, toggle, selectAll, unselect, uncount, remove, drop };
	return { rows, waiting, totals, receives, error, loading, selected, chosen, results, clean, ...acts };
}
