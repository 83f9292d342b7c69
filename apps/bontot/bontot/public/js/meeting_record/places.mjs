// Where on the record a refusal is mended. Pure, tested by Node.

/** The parts of the record in the order of the evening: {key, parts: names of what is saved there, title}. */
export const PARTS = [
	{ key: "prepare", parts: ["prepare", "times"], title: "Preparation" },
	{ key: "agenda", parts: ["agenda"], title: "Agenda" },
	{ key: "papers", parts: ["papers"], title: "Papers" },
	{ key: "roll", parts: ["attendance", "headcount"], title: "Attendance" },
	{ key: "proceedings", parts: ["proceedings"], title: "Proceedings and Conclusion" },
	{ key: "tasks", parts: ["last_tasks", "tasks"], title: "Tasks" },
	{ key: "votes", parts: ["votes"], title: "Votes" },
	{ key: "score", parts: ["score", "speakers", "level"], title: "Score" },
	{ key: "minutes", parts: ["approval"], title: "Minutes" },
];

const OF_ERROR = {
	NotRecordedError: "roll",
	AbsenceReasonError: "roll",
	VotesError: "votes",
	NothingToMinuteError: "proceedings",
};

/** Key of the part in which the cause of a refused "finish" lies; "" where it lies in none. */
export const placeOf = (error) => OF_ERROR[error?.type] ?? "";

/** The first part of the page with a save that was refused, null where there is none. */
export const firstRefused = (refusals) =>
	PARTS.find((one) => one.parts.some((part) => refusals[part])) ?? null;
