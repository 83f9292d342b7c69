// Which files of the queue are chosen together. Pure.

/** A body decides on it, or stands in where none of its seats may appraise. */
export function isForBody(row) {
	return row.awaiting_act === "Decide" || Boolean(row.by_body);
}

/** One with something to look at is opened, and agreed to by itself; what a body decides on it reads in its list. */
export function isChoosable(row) {
	return isForBody(row) || !row.singly;
}

/** {passed, refused}: what a bulk act came to. `results`: evaluation → {ok, message}. */
export function outcomeOf(results) {
	const answers = Object.values(results);
	const passed = answers.filter((answer) => answer.ok).length;
	return { passed, refused: answers.length - passed };
}

/** What the filters count once rows have left the list: {total, overdue, changed}. */
export function countsWithout({ total, overdue, changed }, gone) {
	const left = (count, rows) => Math.max(0, count - rows.length);
	return {
		total: left(total, gone),
		overdue: left(
			overdue,
			gone.filter((row) => row.overdue)
		),
		changed: left(
			changed,
			gone.filter((row) => row.changed_count)
		),
	};
}
