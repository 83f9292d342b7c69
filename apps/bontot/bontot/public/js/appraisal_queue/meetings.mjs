// Which of a body's meetings may have decided a resolution of a date. Pure; days are "YYYY-MM-DD".

/** Those held by the date, in their order; without a date all. */
export const onOrBefore = (meetings, date) =>
	date ? meetings.filter((one) => one.meeting_date <= date) : meetings;

/** Name of the first (they come latest first) held by the date, "" where there is none. */
export const latestBy = (meetings, date) => onOrBefore(meetings, date)[0]?.name ?? "";
