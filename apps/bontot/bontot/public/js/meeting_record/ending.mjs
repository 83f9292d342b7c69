// What stands of a meeting that has its minutes, and the one thing that comes next. Pure, tested by Node.

/**
 * {stands, left, next} of a minuted record: keys of sentences with their numbers, and what the button does.
 * `next`: "pages" | "score" | "grade" | "print" | "home".
 */
export function ending({ score, minutes }) {
	return { stands: stands(score), ...left(score, minutes) };
}

function stands(score) {
	if (!score?.grade) return ["Minutes are there."];
	const grade = score.grade_words.toLowerCase();
	return score.rows.length
		? ["Done: {0} points, graded {1}.", score.points, grade]
		: ["Done: graded {0}.", grade];
}

function left(score, minutes) {
	if (minutes.pages.length)
		return {
			left: ["{0} photographed pages are not in the minutes yet.", minutes.pages.length],
			next: "pages",
		};
	if (score?.open) return { left: ["{0} items are not scored yet.", score.open], next: "score" };
	if (score && !score.grade) return { left: ["The grade is not chosen yet."], next: "grade" };
	if (!minutes.file)
		return { left: ["Print them, have them signed, and photograph the signed copy."], next: "print" };
	return { left: null, next: "home" };
}
