// Which files of the queue are chosen together. Pure.

/** A body decides on it, or stands in where none of its seats may appraise. */
export function isForBody(row) {
	return row.awaiting_act === "Decide" || Boolean(row.by_body);
}

/** One with something to look at is opened, and agreed to by itself; what a body decides on it reads in its list. */
export function isChoosable(row) {
	return isForBody(row) || !row.singly;
}
