// How many of a group may be "xuất sắc" while one chooses; the server decides (rating/rules.py). Pure.

export const EXCELLENT = "Excellently Completed";
export const WELL = "Well Completed";

/** How many may be excellent beside so many good ones, by the rule {percent, base, rounding}. */
export function allowed(rule, well, excellent) {
	const whole = rule.percent * (rule.base === "well_completed_or_better" ? well + excellent : well);
	if (rule.rounding === "up") return Math.ceil(whole / 100);
	return rule.rounding === "nearest" ? Math.floor((whole + 50) / 100) : Math.floor(whole / 100);
}

/** What a row comes to now: what was chosen, else decided, else reviewed, else proposed. */
export const gradeOf = (row, chosen) =>
	chosen[row.name] || row.grade || row.reviewed_grade || row.proposed_grade || "";

/** Decided, and nothing else is chosen for it: an act takes it only where it is ticked. */
export const isSettled = (row, chosen) => row.state === "Decided" && gradeOf(row, chosen) === row.grade;

/** Groups with their counts: [{group, label, excellent, well, allowed, over}], in the order of the rows. */
export function groups(rows, standing, chosen, rule) {
	const found = new Map();
	const of = (group, label) => {
		if (!found.has(group)) found.set(group, { group, label, excellent: 0, well: 0 });
		return found.get(group);
	};
	const add = (group, grade) => {
		if (grade === EXCELLENT) group.excellent += 1;
		if (grade === WELL) group.well += 1;
	};
	for (const row of rows) add(of(row.group, row.group_label), gradeOf(row, chosen));
	for (const one of standing) if (found.has(one.group)) add(found.get(one.group), one.grade);
	return [...found.values()].map((one) => {
		const most = rule ? allowed(rule, one.well, one.excellent) : one.excellent;
		return { ...one, allowed: most, over: one.excellent > most };
	});
}

/**
 * Groups that a decision on these rows would leave with too many, as the server judges it (rating_rules.exceeded): what is
 * decided and what is about to be, of the groups it touches; a proposal that nobody decides now counts for nothing.
 */
export function exceeded(rows, standing, acted, chosen, rule) {
	const names = new Set(acted.map((row) => row.name));
	const grades = Object.fromEntries(acted.map((row) => [row.name, gradeOf(row, chosen)]));
	const counted = rows.filter((row) => names.has(row.name) || row.state === "Decided");
	const touched = new Set(rows.filter((row) => names.has(row.name)).map((row) => row.group));
	return groups(counted, standing, grades, rule).filter((one) => one.over && touched.has(one.group));
}

/** Rows of an act: those that the act is open to, with their grade: [{name, grade, remark}]; with the vote on one where
 * it differs from that on all; `again` where it has been decided so already. */
export function rowsOf(rows, act, chosen, remarks, votes = {}) {
	return rows
		.filter((row) => row.may[act] && gradeOf(row, chosen))
		.map((row) => ({
			name: row.name,
			grade: gradeOf(row, chosen),
			remark: remarks[row.name] ?? "",
			...(act === "decide" && isSettled(row, chosen) ? { again: true } : {}),
			...ownVote(votes[row.name]),
		}));
}

function ownVote(vote) {
	if (!vote?.own_vote) return {};
	const { votes_for, votes_against, votes_other } = vote;
	return {
		votes_for: votes_for || 0,
		votes_against: votes_against || 0,
		votes_other: votes_other || 0,
	};
}
