// The minutes on their way to the level above: what the server says of them, and the acts it allows this person.

import { computed, ref, watch } from "vue";
import { call, host, latest, read } from "../kit";

const API = "bontot.approval.api";

/**
 * @param {import("vue").Ref<object>} record the meeting as the page has it, null while it loads
 * @param {() => Promise<boolean>} flush everything typed has reached the server
 * @param {() => Promise<void>} moved it stands elsewhere now: the page reads it anew
 */
export function useMinutesWay(record, flush, moved) {
	const view = ref(null); // null: nobody above asks for minutes, or there are none yet
	const error = ref(null); // of an act
	const unread = ref(null); // why the page does not know where they stand now
	const busy = ref(false);
	const heard = ref(""); // told to screen readers
	const standing = () =>
		record.value && [record.value.name, record.value.state, record.value.status].join();

	const turn = latest();
	async function load() {
		const mine = turn();
		unread.value = null;
		if (record.value?.status !== "Minuted" || !record.value.climbs) {
			view.value = null;
			return;
		}
		const args = { doctype: "Meeting", name: record.value.name };
		try {
			// Where they wait, that their reviewer has opened them is kept.
			const found =
				record.value.state === "Under Appraisal"
					? await call(`${API}.open_document`, args)
					: await read(`${API}.get_document`, args);
			if (mine()) view.value = found.climbs ? found : null;
		} catch (problem) {
			if (mine()) unread.value = problem;
		}
	}
	watch(standing, load, { immediate: true });

	const allowed = (act) => !unread.value && Boolean(view.value?.may[act]?.allowed);
	// Where a return may go: the cell itself, or the level below that has appraised the minutes.
	const returnTo = computed(() => {
		const strip = view.value?.strip ?? [];
		const at = strip.findIndex((link) => link.state === "current");
		return [
			allowed("Return") && ["author", __("the unit that made it: {0}", [strip[0]?.organization_name])],
			allowed("Return Below") && [
				"below",
				__("the level directly below: {0}", [strip[at - 1]?.organization_name]),
			],
		].filter(Boolean);
	});
	const acts = computed(() =>
		[
			{ act: "Recall", method: "recall", label: __("Take back") },
			{ act: "Withdraw", method: "withdraw", label: __("Open the minutes again"), reason: true },
			{ act: "Return", method: "return_document", label: __("Return"), reason: true },
			{
				act: "Agree",
				method: "agree",
				label: view.value?.concludes ? __("Minutes are in order") : __("Agree and pass on"),
				main: true,
			},
			{ act: "Send", method: "send", label: __("Send the minutes"), main: true },
		].filter(({ act }) => allowed(act) || (act === "Return" && returnTo.value.length))
	);
	// A decision's number and date, and another way, are asked for on the form.
	const onForm = computed(() => allowed("Approve") || allowed("Reroute"));

	/** Do one of `acts`; true when it was done. */
	async function act(one, said = {}) {
		if (busy.value) return false;
		busy.value = true;
		error.value = null;
		try {
			if (one.act === "Send" && !(await flush())) throw { message: __(UNSAVED) };
			const expected_sequence = view.value.step_sequence ?? 0;
			const args = { doctype: "Meeting", name: record.value.name, expected_sequence };
			await call(`${API}.${one.method}`, { ...args, ...said });
			heard.value = __("Done: {0}", [one.label]);
			host().tell(heard.value);
			await goOn();
			return true;
		} catch (problem) {
			error.value = problem;
			if (problem.type === "StaleFileError") await goOn();
			return false;
		} finally {
			busy.value = false;
		}
	}

	/** The level may be another though the state is the same. */
	async function goOn() {
		const stood = standing();
		await moved();
		if (standing() === stood) await load();
	}

	return { view, error, unread, busy, heard, acts, returnTo, onForm, allowed, load, act };
}

const UNSAVED =
	"Some parts are not saved yet. Settle the notes above or wait for the network, then try again.";
