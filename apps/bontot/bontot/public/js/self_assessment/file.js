// The file under the pen: loading, saving a row at a time, conflicts, evidence.

import { onBeforeUnmount, reactive, ref, shallowRef } from "vue";
import { call, createDrafts, format, latest, read, useAutosave } from "../kit";
import { lacks } from "./answers.mjs";
import { describeFile } from "./describe.mjs";

// `told`: its title alone does not say what it is.
const SOURCES = [
	// What was not held yet proves nothing.
	{
		doctype: "Meeting",
		order_by: "meeting_date desc",
		filters: () => [["status", "in", ["Held", "Minuted"]]],
	},
	{ doctype: "Leadership Document", order_by: "issued_on desc", filters: () => [] },
	{
		doctype: "Yearly Target",
		order_by: "creation",
		filters: (file) => [["year", "=", file.year]],
		told: true,
	},
];

export function useFile() {
	const file = ref(null);
	const error = ref(null);
	const conflicts = reactive({}); // criterion_key → what stands on the server: {self_result, remark, revision, …}
	const autosave = shallowRef(null);
	let drafts = null; // results against the records that wait for their reason: no save is due yet, no reload loses them
	const turn = latest();
	const scope = { stop: () => {} };
	onBeforeUnmount(() => scope.stop());

	async function load(name) {
		const mine = turn();
		error.value = null;
		if (file.value && !isShown(name)) file.value = null; // not one file under the address of another
		try {
			if (autosave.value) await autosave.value.flush();
			const [content, way] = await Promise.all([
				read("bontot.evaluation.api.get_evaluation", { name }),
				read("bontot.approval.acts.api.get_document", { doctype: "Evaluation", name }),
			]);
			if (!mine()) return;
			const described = describeFile(content, way, format.today(), __);
			described.findRecords = (text) => findRecords(described, text);
			file.value = described;
			takeUpUnsent(name);
		} catch (reason) {
			if (mine()) error.value = reason;
		}
	}

	function takeUpUnsent(name) {
		if (!autosave.value || autosave.value.document !== name) {
			scope.stop();
			// What is typed here is this file's, whichever one the page shows when it is sent.
			autosave.value = useAutosave(`evaluation/${name}`, (criterion, change) =>
				save(name, criterion, change)
			);
			autosave.value.document = name;
			drafts = createDrafts(localStorage, `bontot:draft:${frappe.session.user}:evaluation/${name}`);
			scope.stop = autosave.value.stop;
			for (const criterion of Object.keys(conflicts)) delete conflicts[criterion];
		}
		for (const [criterion, values] of Object.entries(autosave.value.restore())) {
			const item = find(criterion);
			if (item?.may_edit) Object.assign(item, values);
			else autosave.value.drop(criterion);
		}
		for (const criterion of drafts.names()) takeUpDraft(find(criterion), criterion);
	}

	function takeUpDraft(item, criterion) {
		const values = item?.may_edit ? drafts.take(criterion, item.revision) : null;
		// What the records say now may bear it out: then it is an answer as every other.
		if (values) answer(item, values);
		else drafts.drop(criterion);
	}

	const isShown = (evaluation) => file.value?.name === evaluation;
	const find = (criterion) => file.value.items.find((item) => item.criterion_key === criterion);

	function answer(item, values) {
		Object.assign(item, values);
		const given = {
			self_result: item.self_result,
			remark: item.remark,
			...(item.points ? { points: item.points } : {}),
		};
		// The server takes no result against the records without its reason: wait until that is written.
		if (lacks(item) === "reason") return drafts.keep(item.criterion_key, given, item.revision);
		drafts.drop(item.criterion_key);
		autosave.value.put(item.criterion_key, given, item.revision);
	}

	async function save(evaluation, criterion, { value, base, key }) {
		try {
			const saved = await call("bontot.evaluation.api.save_item", {
				evaluation,
				criterion_key: criterion,
				result: value.self_result,
				remark: value.remark,
				revision: base,
				save_key: key,
				...(value.points ? { points: value.points.own } : {}),
			});
			if (isShown(evaluation)) {
				const item = find(criterion);
				if (item) item.revision = saved.revision;
				drafts.rebase(criterion, saved.revision);
				delete conflicts[criterion];
			}
			return saved.revision;
		} catch (reason) {
			if (isShown(evaluation) && reason.type === "ItemChangedError" && reason.data?.standing)
				conflicts[criterion] = reason.data.standing;
			throw reason;
		}
	}

	/** Two people wrote: keep `mine` on top of what stands, or take `theirs`. */
	function settle(item, whose) {
		const standing = conflicts[item.criterion_key];
		if (whose === "mine") {
			autosave.value.insist(item.criterion_key, standing.revision);
		} else {
			Object.assign(item, {
				self_result: standing.self_result ?? "",
				remark: standing.remark ?? "",
				...(item.points ? { points: { ...item.points, own: standing.points } } : {}),
				revision: standing.revision,
			});
			autosave.value.drop(item.criterion_key);
			drafts.drop(item.criterion_key);
		}
		delete conflicts[item.criterion_key];
	}

	async function addEvidence(item, piece) {
		const added = await call("bontot.evaluation.api.add_evidence", {
			evaluation: item.evaluation, // an upload may end when the page shows another file
			criterion_key: item.criterion_key,
			...piece,
		});
		item.evidence.push({
			name: added.name,
			title: piece.title,
			file: piece.file_url,
			record_doctype: piece.record_doctype,
			record_name: piece.record_name,
			...added,
		});
	}

	async function removeEvidence(item, piece) {
		try {
			await call("bontot.evaluation.api.remove_evidence", { name: piece.name });
		} catch (reason) {
			// Gone already: from another window, or by a request of ours whose answer was lost.
			if (reason.kind !== "missing") throw reason;
		}
		item.evidence = item.evidence.filter((other) => other.name !== piece.name);
	}

	return { file, error, conflicts, autosave, load, answer, settle, addEvidence, removeEvidence };
}

/** Records of the organisation that may stand as evidence, newest first: its meetings, documents and targets of the year. */
async function findRecords(file, text) {
	const found = await Promise.all(
		SOURCES.map(async ({ doctype, order_by, filters, told }) => {
			const where = [["organization", "=", file.organization], ...filters(file)];
			if (text.trim()) where.push(["title", "like", `%${text.trim()}%`]);
			const rows = await read("frappe.client.get_list", {
				doctype,
				fields: ["name", "title"],
				filters: where,
				order_by,
				limit_page_length: 20,
			});
			return rows.map(({ name, title }) => ({
				doctype,
				name,
				label: told ? `${__(doctype)}: ${title}` : title,
			}));
		})
	);
	return found.flat();
}
