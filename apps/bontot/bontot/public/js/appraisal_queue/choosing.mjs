// Which files of the queue are chosen together, and what it is narrowed by. Pure.

import { fold } from "../kit/fold.mjs";

/** More choices than this are looked for by a word of their names. */
export const MANY = 20;

/** Those whose words hold the text, as people type without an input method; what is chosen stays. */
export function found(choices, text, chosen) {
	const wanted = fold(text.trim());
	return choices.filter((one) => one.name === chosen || fold(one.label).includes(wanted));
}

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

/** What each filter leaves, by a row: as FLAGS of `approval/queue/waiting.py`. */
const COUNTED = {
	total: () => true,
	overdue: (row) => row.overdue,
	changed: (row) => row.changed_count,
	differs: (row) => row.differs,
	missing_evidence: (row) => row.missing_evidence,
	newer: (row) => row.review_suggested,
};

/** What the filters count, of an answer of the server; a list that has no such filters counts none. */
export function countsOf(found) {
	return Object.fromEntries(Object.keys(COUNTED).map((flag) => [flag, found[flag] ?? 0]));
}

/** The same once rows have left the list. */
export function countsWithout(counts, gone) {
	const left = ([flag, holds]) => [flag, Math.max(0, counts[flag] - gone.filter(holds).length)];
	return Object.fromEntries(Object.entries(COUNTED).map(left));
}
