// Two answers of the server, the file's content and its way through the levels, as the page uses them.

import { stripSteps } from "../kit/strip.mjs";

/**
 * @param {object} content evaluation.api.get_evaluation
 * @param {object} way approval.api.get_document
 * @param {string} today "YYYY-MM-DD"
 */
export function describeFile(content, way, today, translate) {
	const allowed = (act) => Boolean(way.may[act]?.allowed);
	const returned = content.state === "Returned";
	const above = way.strip.slice(1);
	return {
		name: content.name,
		title: way.file.title,
		organization: content.organization,
		organization_name: content.organization_name,
		period: content.period.name,
		period_title: content.period.title,
		year: content.year,
		founded_on: content.founded_on ?? "",
		kind_since: content.kind_since ?? "",
		is_cell: content.title_kind === "Cell",
		earns_title: content.period_kind === "Year",
		starts_on: content.period.starts_on,
		ends_on: content.period.ends_on,
		state: content.state,
		step_sequence: content.step_sequence ?? 0,
		due_on: (returned ? content.awaiting_due_on : content.self_assessment_due_on) ?? "",
		today,
		groups: content.groups,
		items: content.items.map((item) => ({
			...describeItem(item, content.may.edit, returned),
			evaluation: content.name,
		})),
		strip: stripSteps(way.strip, content.state, translate),
		next_organization_name: above[0]?.organization_name ?? "",
		waits_for: way.waits_for,
		outside_reason: way.file.outside_reason ?? "",
		overlay: content.overlay ?? null,
		not_applicable: content.not_applicable ?? [],
		last_period: content.last_period ?? null,
		suggestion: content.suggestion ?? "",
		rested_on: way.rested_on ?? "",
		pending_count: content.pending_count ?? 0,
		evidence_endings: content.evidence_endings,
		adopted_by_meeting: way.file.adopted_by_meeting,
		votes_for: way.file.votes_for,
		votes_against: way.file.votes_against,
		votes_other: way.file.votes_other,
		may: {
			edit: content.may.edit,
			send: allowed("Send"),
			send_why: way.may.Send?.why ?? "",
			recall: allowed("Recall"),
			declare_not_reached: allowed("Declare Not Reached"),
		},
	};
}

function describeItem(item, mayEdit, returned) {
	const found = item.computed ?? {};
	return {
		...item,
		computed_result: found.result ?? "",
		computed_summary: found.summary ?? "",
		computed_detail: { rows: found.rows ?? [], missing: found.missing ?? [] },
		computed_as_of: found.as_of ?? "",
		self_result: item.self_result ?? "",
		remark: item.remark ?? "",
		evidence: item.evidence ?? [],
		may_edit: mayEdit && !item.locked,
		to_mend: returned && item.review_state === "Returned", // once it is sent again it waits for the level above
	};
}
