// The record under the pen: loading, saving one part at a time, conflicts, files.

import { computed, onBeforeUnmount, reactive, ref, shallowRef } from "vue";
import { call, read, upload, useAutosave } from "../kit";
import { keyed, outgoing, TABLES, takeNames } from "./rows.mjs";

const API = "bontot.meeting.api";
const PAGES_API = "bontot.meeting.pages_api";

export function useRecord() {
	const record = ref(null);
	const error = ref(null);
	const conflicts = reactive({}); // part → {values, revision} that stand on the server
	const autosave = shallowRef(null);
	const typed = {}; // part → names of fields the person typed
	onBeforeUnmount(() => autosave.value?.stop());
	const refusals = computed(() => autosave.value?.status.errors ?? {});

	async function load(name) {
		error.value = null;
		try {
			if (autosave.value) await autosave.value.flush();
			show(await read(`${API}.get_meeting`, { name }));
		} catch (reason) {
			error.value = reason;
		}
	}

	function show(answer) {
		for (const part of Object.keys(TABLES)) answer.parts[part].values = keyed(answer.parts[part].values);
		record.value = answer;
		if (!answer.may.write) {
			autosave.value?.stop(); // sent meanwhile, or never this person's to write
			autosave.value = null;
			return;
		}
		if (autosave.value?.document !== answer.name) {
			autosave.value?.stop();
			autosave.value = useAutosave(`meeting/${answer.name}`, (part, change) =>
				send(answer.name, part, change)
			);
			autosave.value.document = answer.name;
		}
		// What an earlier visit could not send is shown again, and goes out by itself.
		for (const [part, kept] of Object.entries(autosave.value.restore())) {
			const here = answer.parts[part];
			if (!here) autosave.value.drop(part);
			else if (TABLES[part]) here.values = keyed(merge(here.values, kept));
			else Object.assign(here.values, kept.values);
		}
	}

	/** Rows as kept on the device, with what only the server knows (names of members) put beside them. */
	function merge(known, kept) {
		const byName = new Map(known.map((row) => [row.name, row]));
		return kept.values.map((row, index) => ({
			...byName.get(row.name),
			...row,
			key: kept.keys?.[index],
		}));
	}

	/** The person changed a part; `field` is named when he or she typed it. */
	function change(part, field = "") {
		if (field) (typed[part] ??= new Set()).add(field);
		const here = record.value.parts[part];
		const content = TABLES[part] ? outgoing(part, here.values) : { values: { ...here.values } };
		autosave.value.put(part, { ...content, keyed: [...(typed[part] ?? [])] }, here.revision);
	}

	async function send(name, part, { value, base, key }) {
		try {
			const saved = await call(`${API}.save_part`, {
				name,
				part,
				values: value.values,
				revision: base,
				save_key: key,
				keyed: value.keyed ?? [],
			});
			if (record.value?.name === name) take(part, value, saved);
			delete conflicts[part];
			return saved.revision;
		} catch (reason) {
			if (reason.type === "PartChangedError" && reason.data?.standing)
				conflicts[part] = reason.data.standing;
			throw reason;
		}
	}

	function take(part, value, saved) {
		const here = record.value.parts[part];
		here.revision = saved.revision;
		if (TABLES[part] && value.keys) takeNames(here.values, value.keys, saved.values);
		stand(saved);
	}

	/** What follows from the parts, as the server says it now. */
	function stand(answer) {
		const { title, status, state, figures, minutes, score, keyed_fields } = answer;
		Object.assign(record.value, { title, status, state, figures, minutes, score, keyed_fields });
	}

	function settle(part, whose) {
		const standing = conflicts[part];
		if (whose === "mine") {
			autosave.value.insist(part, standing.revision);
		} else {
			const values = TABLES[part] ? keyed(standing.values) : standing.values;
			Object.assign(record.value.parts[part], { values, revision: standing.revision });
			autosave.value.drop(part);
		}
		delete conflicts[part];
	}

	/** An act on the whole record, once everything typed has reached the server. Throws a CallError. */
	async function act(method, args = {}) {
		if (!(await autosave.value.flush())) {
			throw {
				message: __(
					"Some parts are not saved yet. Settle the notes above or wait for the network, then try again."
				),
			};
		}
		show(await call(`${API}.${method}`, { name: record.value.name, ...args }));
	}

	/** Take the meeting out of the calendar, with whatever was noted for it. */
	async function remove() {
		await call(`${API}.remove_planned`, { name: record.value.name });
		for (const part of Object.keys(record.value.parts)) autosave.value.drop(part);
	}

	async function addMinutesFile(file, replace, onProgress) {
		const stored = await upload(file, onProgress);
		await act("add_minutes_file", { file_url: stored.file_url, replace });
	}

	/** An act on photographed pages; what is being typed goes its own way. Throws a CallError. */
	async function pageAct(method, args = {}) {
		const name = record.value.name;
		const answer = await call(`${PAGES_API}.${method}`, { name, ...args });
		if (record.value?.name === name) stand(answer);
	}

	return {
		record,
		error,
		conflicts,
		refusals,
		autosave,
		load,
		change,
		settle,
		act,
		remove,
		addMinutesFile,
		pageAct,
	};
}
