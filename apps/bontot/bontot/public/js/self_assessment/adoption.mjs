// The meeting and vote that adopted a self-assessment, before it is sent. Pure; the server judges again.

export const VOTES = [
	["votes_for", "In favour"],
	["votes_against", "Against the proposal"],
	["votes_other", "Other opinions"],
];

/**
 * What the form starts with: what the file was sent with before, else the latest meeting and its own votes.
 * @param {{adopted_by_meeting: string}} kept
 * @param {{meetings: object[], chosen: string | null}} proposal
 */
export function startOf(kept, proposal) {
	if (kept.adopted_by_meeting || !proposal.chosen) return {};
	const meeting = proposal.meetings.find((one) => one.name === proposal.chosen);
	const votes = Object.fromEntries(VOTES.map(([field]) => [field, meeting[field] ?? 0]));
	return { adopted_by_meeting: meeting.name, ...votes };
}

/** English source of what is wrong with the form so far, or "". */
export function problemOf(adoption, meeting, required) {
	const [inFavour, against, other] = VOTES.map(([field]) => Number(adoption[field]) || 0);
	const total = inFavour + against + other;
	if (required && !adoption.adopted_by_meeting) return "Choose the meeting: the province asks for it.";
	if (required && !total) return "Write the votes: the province asks for them.";
	if (meeting?.voters && total > meeting.voters) return "More votes than full members who were present.";
	if (total && 2 * inFavour <= (meeting?.voters || total))
		return "With these votes the self-assessment was not adopted.";
	return "";
}
