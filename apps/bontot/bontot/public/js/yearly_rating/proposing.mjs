// What an organisation proposes: who is left, how many may be "xuất sắc", what is sent, what is kept on the device. Pure.

import { allowed, EXCELLENT, gradeOf, WELL } from "./cap.mjs";

/** Nobody has proposed a grade, or it came back (rating_rules.UNPROPOSED). */
export const isUnproposed = (row) => ["", "Returned"].includes(row.state);

/** Those without a grade yet, chosen or standing. */
export const blank = (rows, chosen) =>
	rows.filter((row) => row.may.propose && isUnproposed(row) && !gradeOf(row, chosen));

/** Whether one that came back is neither changed nor answered (rating_rules.answers_return): it is not proposed as it was. */
export function isUnanswered(row, chosen, remarks) {
	if (row.state !== "Returned" || gradeOf(row, chosen) !== gradeOf(row, {})) return false;
	const remark = (remarks[row.name] ?? "").trim();
	return !remark || remark === (row.remark ?? "").trim();
}

/** Those that a proposal takes: not proposed yet and with a grade, or proposed with another one than is chosen now. */
export const toPropose = (rows, chosen, remarks) =>
	rows.filter(
		(row) =>
			row.may.propose &&
			gradeOf(row, chosen) &&
			(isUnproposed(row) || gradeOf(row, chosen) !== gradeOf(row, {})) &&
			!isUnanswered(row, chosen, remarks)
	);

/** How far the own rows are: {unproposed, waiting, decided}. */
export function progress(rows) {
	const unproposed = rows.filter(isUnproposed).length;
	const decided = rows.filter((row) => row.state === "Decided").length;
	return { unproposed, decided, waiting: rows.length - unproposed - decided };
}

/** How many of so many that are "hoàn thành tốt" or better may be "xuất sắc": each one more leaves one fewer to count. */
export function most(rule, good) {
	let found = 0;
	while (found < good && found + 1 <= allowed(rule, good - found - 1, found + 1)) found += 1;
	return found;
}

/**
 * The cap on the own rows, or null where there is none; those without a grade are taken as good, as most of them will be.
 * @returns {{excellent: number, most: number, over: boolean} | null}
 */
export function ownCap(rows, chosen, rule) {
	if (!rule) return null;
	const grades = rows.map((row) => gradeOf(row, chosen));
	const excellent = grades.filter((grade) => grade === EXCELLENT).length;
	const limit = most(rule, grades.filter((grade) => [EXCELLENT, WELL, ""].includes(grade)).length);
	return { excellent, most: limit, over: excellent > limit };
}

/** What stood when somebody chose: a choice kept on the device holds only while this is the same. */
export const standingOf = (row) =>
	[row.state, row.proposed_grade, row.reviewed_grade, row.grade].map((one) => one || "").join("|");

/** As `standingOf`, for an answer: one to another return answers nothing. */
export const returnOf = (row) => `${standingOf(row)}|${row.return_reason ?? ""}`;

/** Answers kept on the device to what still stands as it came back: {name: text}; the others are forgotten. */
export function takeUpAnswers(rows, answers) {
	const returned = new Map(
		rows.filter((row) => row.may.propose && row.state === "Returned").map((row) => [row.name, row])
	);
	const found = {};
	for (const name of answers.names()) {
		const row = returned.get(name);
		const text = row ? answers.take(name, returnOf(row)) : null;
		if (typeof text === "string") found[name] = text;
		else answers.drop(name);
	}
	return found;
}

/** Choices kept on the device that still hold: {name: grade}; the others are forgotten. */
export function takeUp(rows, drafts, grades) {
	const open = new Map(
		rows
			.filter((row) => row.may.propose || row.may.review || row.may.decide)
			.map((row) => [row.name, row])
	);
	const found = {};
	for (const name of drafts.names()) {
		const row = open.get(name);
		const grade = row ? drafts.take(name, standingOf(row)) : null;
		if (grades.includes(grade)) found[name] = grade;
		else drafts.drop(name);
	}
	return found;
}
