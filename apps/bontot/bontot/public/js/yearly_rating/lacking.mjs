// What a decision on ratings still lacks; said beside the button, which cannot be pressed until then. Pure.

/**
 * @param {object} said number: of the decision, as typed; rows: how many it would decide; voted: this body decides, so that
 *   its vote is asked for; vote: {members_total, votes_for} as typed; over: more are "xuất sắc" than may be; elsewhere:
 *   another body decided, it is only recorded
 * @returns {string[]} of "grades", "number", "members", "votes", "cap", in the order of the page
 */
export function lacking({ number, rows, voted, vote, over, elsewhere }) {
	return [
		["grades", !rows],
		["number", !number.trim()],
		["members", voted && !(vote.members_total > 0)],
		["votes", voted && vote.votes_for === ""],
		["cap", over && !elsewhere],
	]
		.filter(([, lacks]) => lacks)
		.map(([what]) => what);
}
