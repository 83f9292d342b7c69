// Rows of the record's tables: local keys, what is sent, and the roll's marks. Pure, tested by Node.

export const MARKS = ["Present", "Excused", "Unexcused"];

/** Tables of the record: the field without which a row is not sent, and the fields that are sent. */
export const TABLES = {
	agenda: { needs: "topic", sends: ["name", "topic", "presenter", "is_done", "conclusion"] },
	papers: { needs: "title", sends: ["name", "title", "file", "sent_at"] },
	attendance: { needs: "member", sends: ["name", "member", "attendance", "reason"] },
	tasks: { needs: "task", sends: ["name", "task", "assigned_to", "due_on", "done_on"] },
	score: { needs: "item_key", sends: ["item_key", "points", "reason"] },
	last_tasks: { needs: "name", sends: ["name", "done"] },
};

// Another part of every key: rows kept on the device by an earlier visit carry that visit's keys.
const visit = Math.random().toString(36).slice(2, 8);
let lastKey = 0;

/** Give each row a key that stays while it is on the screen, whatever name the server gives it. */
export function keyed(rows) {
	return rows.map((row) => ({ ...row, key: row.key ?? `row-${visit}-${++lastKey}` }));
}

export function newRow(values = {}) {
	return keyed([values])[0];
}

/** {values, keys}: the filled rows as the server takes them, and the local key of each. */
export function outgoing(part, rows) {
	const { needs, sends } = TABLES[part];
	const filled = rows.filter((row) => String(row[needs] ?? "").trim());
	return {
		values: filled.map((row) => Object.fromEntries(sends.map((field) => [field, row[field] ?? null]))),
		keys: filled.map((row) => row.key),
	};
}

/** Tell local rows the names the server gave them: `keys` and `saved` stand in the same order. */
export function takeNames(rows, keys, saved) {
	const names = new Map(keys.map((key, index) => [key, saved[index]?.name]));
	for (const row of rows) if (names.get(row.key)) row.name = names.get(row.key);
}

/** present → absent with reason → absent without reason → present */
export function nextMark(mark) {
	return MARKS[(MARKS.indexOf(mark) + 1) % MARKS.length];
}

/** Counts of those who count: {expected, Present, Excused, Unexcused}. */
export function count(rows) {
	const counts = { expected: 0, Present: 0, Excused: 0, Unexcused: 0 };
	for (const row of rows) {
		if (!row.is_counted) continue;
		counts.expected += 1;
		counts[row.attendance] += 1;
	}
	return counts;
}

/** How many are in the room and may vote: those who count and, of the others, who is attached here for a time. */
export function room(rows, headcount) {
	if (!rows.length) return headcount.headcount_present || 0;
	const temporary = (row) => row.member_state === "Temporarily In" && row.attendance === "Present";
	return count(rows).Present + rows.filter(temporary).length;
}

/** {votes, room} where more votes are noted than people were there, else null. */
export function tooManyVotes(values, rows, headcount) {
	const votes = ["votes_for", "votes_against", "votes_other"].reduce(
		(sum, field) => sum + (Number(values[field]) || 0),
		0
	);
	const found = room(rows, headcount);
	return votes > found && (rows.length || found) ? { votes, room: found } : null;
}

/** Whether somebody is marked absent with reason, and none is written. */
export const lacksReasonOfAbsence = (row) =>
	row.attendance === "Excused" && Boolean(row.is_counted) && !row.reason?.trim();

/** "2026-11-24 10:32:05" with another date, or with another time ("08:00"); without date there is no time. */
export const withDate = (value, date) => (date ? `${date} ${value?.slice(11, 19) || "08:00:00"}` : null);
export const withTime = (value, time) => (value && time ? `${value.slice(0, 10)} ${time}:00` : value);

/** "8:05:00" → "08:05" */
export function toTimeInput(value) {
	const match = /^(\d{1,2}):(\d{2})/.exec(value ?? "");
	return match ? `${match[1].padStart(2, "0")}:${match[2]}` : "";
}

/** Whole days between sending and meeting, and whether that is enough: {days, inTime} or null when not sent. */
export function paperStanding(sentAt, meetingDate, wanted) {
	if (!sentAt || !meetingDate) return null;
	const noon = (text) => Date.UTC(+text.slice(0, 4), +text.slice(5, 7) - 1, +text.slice(8, 10));
	const days = Math.round((noon(meetingDate) - noon(sentAt)) / 86400000);
	return { days, inTime: days >= wanted };
}
