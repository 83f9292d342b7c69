// What an item's answers come to before the server is asked again; the server's own check decides when sending.

export const WAITING = ["Awaiting Rating", "Not Yet Due"];

/** The result that counts: a waiting one cannot be declared away, else the person's own, else the records'. */
export function resultOf(item) {
	if (WAITING.includes(item.computed_result)) return item.computed_result;
	return item.appraised_result || item.self_result || item.computed_result || "";
}

/** Whether the person's own result contradicts the records. */
export function differs(item) {
	return (
		["Met", "Not Met"].includes(item.computed_result) &&
		Boolean(item.self_result) &&
		item.self_result !== item.computed_result
	);
}

/** What keeps an item from being sent: "result", "reason", "mend" (it was returned and left as it was) or "". */
export function lacks(item) {
	if (!resultOf(item)) return "result";
	if (differs(item) && !item.remark?.trim()) return "reason";
	return item.to_mend && isAsReturned(item) ? "mend" : "";
}

const words = (text) => (text ?? "").trim().replace(/\s+/g, " ");

/** Whether a returned item still says and shows what it did when it was returned, and records too. */
function isAsReturned(item) {
	const before = item.as_returned;
	if (!before || before.records_changed) return false;
	const pieces = new Set(item.evidence.map((piece) => piece.name));
	return (
		(item.self_result ?? "") === before.self_result &&
		(item.points?.own ?? 0) === before.points &&
		words(item.remark) === words(before.remark) &&
		pieces.size === before.evidence.length &&
		before.evidence.every((name) => pieces.has(name))
	);
}

/** Criteria that nothing but the person's word says are met, though evidence is wanted: as `evaluation/answers/without_evidence.py`. */
export function withoutEvidence(items) {
	return items.filter(
		(item) =>
			resultOf(item) === "Met" &&
			!item.computed_result &&
			Boolean(item.evidence_wanted?.trim()) &&
			!item.evidence?.length
	);
}

/** What the points of scored criteria come to: {given, most}; most 0: nothing is scored. */
export function pointsTotal(items) {
	const scored = items.filter((item) => item.points);
	return {
		given: scored.reduce((sum, { points }) => sum + (points.own ?? 0), 0),
		most: scored.reduce((sum, { points }) => sum + points.most, 0),
	};
}

export function counts(items) {
	const results = items.map(resultOf);
	return {
		total: items.length,
		met: results.filter((result) => result === "Met").length,
		notMet: results.filter((result) => result === "Not Met").length,
		waiting: results.filter((result) => WAITING.includes(result)).length,
		answered: results.filter(Boolean).length,
	};
}

/** Those to mend first, in a group of their own; then the four "tốt" in the plan's order. */
export function sections(items, groups) {
	const returned = items.filter((item) => item.to_mend);
	const rest = items.filter((item) => !item.to_mend);
	const found = groups.map((group) => ({
		key: group.group_key,
		name: group.group_name,
		items: rest.filter((item) => item.group_key === group.group_key),
	}));
	return [{ key: "returned", name: "", items: returned }, ...found].filter(
		(section) => section.items.length
	);
}
