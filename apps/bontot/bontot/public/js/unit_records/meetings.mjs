// How a meeting stands in the book: by month, with its state and what it still lacks. Pure; labels in English.

const STATES = {
	"Under Appraisal": ["wait", "Minutes under appraisal"],
	Returned: ["warn", "Minutes returned"],
};
const STATUS = {
	Planned: ["plain", "Planned"],
	Held: ["wait", "Held, no minutes yet"],
	Minuted: ["good", "Minuted"],
};

/** Meetings, latest first, as [{key: "2026-11", label: "11/2026", meetings}]. */
export function byMonth(meetings) {
	const months = new Map();
	for (const meeting of meetings) {
		const key = meeting.meeting_date.slice(0, 7);
		if (!months.has(key))
			months.set(key, { key, label: key.split("-").reverse().join("/"), meetings: [] });
		months.get(key).meetings.push(meeting);
	}
	return [...months.values()];
}

/** {tone, label} of a meeting's pill: what was sent up says so before anything else. */
export function statusOf(meeting) {
	const [tone, label] = STATES[meeting.state] ?? STATUS[meeting.status] ?? STATUS.Planned;
	return { tone, label };
}

/**
 * What the record of a meeting still lacks, as [{words, count}]; `count` fills in the words.
 * `open_points`: items without points, 0 where the grade itself is to be chosen; not there when nothing is open.
 */
export function lacks({ status, meeting_date, open_points, minutes_file }, today) {
	if (status === "Planned") return meeting_date < today ? [{ words: "Not recorded yet" }] : [];
	if (status !== "Minuted") return [];
	const found = [];
	if (open_points) found.push({ words: "{0} items are not scored yet.", count: open_points });
	else if (open_points === 0) found.push({ words: "The grade is not chosen yet." });
	if (!minutes_file) found.push({ words: "No signed copy attached" });
	return found;
}
