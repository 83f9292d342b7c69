// What stands of a meeting that has its minutes, and the one thing that comes next. Pure, tested by Node.

/**
 * {stands, left, next} of a minuted record: keys of sentences with their numbers, and what the button does.
 * `next`: "pages" | "score" | "grade" | "secretary" | "print" | "home".
 */
export function ending({ score, minutes, parts }) {
	return { stands: stands(score), ...left(score, minutes, parts.prepare.values.secretary) };
}

function stands(score) {
	if (!score?.grade) return ["Minutes are there."];
	const grade = score.grade_words.toLowerCase();
	return score.rows.length
		? ["Done: {0} points, graded {1}.", score.points, grade]
		: ["Done: graded {0}.", grade];
}

function left(score, minutes, secretary) {
	if (minutes.pages.length)
		return {
			left: ["{0} photographed pages are not in the minutes yet.", minutes.pages.length],
			next: "pages",
		};
	if (score?.open) return { left: ["{0} items are not scored yet.", score.open], next: "score" };
	if (score && !score.grade) return { left: ["The grade is not chosen yet."], next: "grade" };
	if (!minutes.file && !secretary)
		return { left: ["The meeting's secretary, who signs them, is not chosen yet."], next: "secretary" };
	if (!minutes.file)
		return { left: ["Print them, have them signed, and photograph the signed copy."], next: "print" };
	return { left: null, next: "home" };
}
