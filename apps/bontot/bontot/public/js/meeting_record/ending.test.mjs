import assert from "node:assert/strict";
import { test } from "node:test";
import { ending as endingOf } from "./ending.mjs";

const ending = (record, secretary = "DV-1") =>
	endingOf({ ...record, parts: { prepare: { values: { secretary } } } });
const scored = { rows: [{}], points: 90, open: 0, grade: "Fair", grade_words: "Khá" };
const attached = { file: "/private/files/a.pdf", text: "", pages: [] };

test("a whole score and a file: nothing is left but the way home", () => {
	assert.deepEqual(ending({ score: scored, minutes: attached }), {
		stands: ["Done: {0} points, graded {1}.", 90, "khá"],
		left: null,
		next: "home",
	});
});

test("open items are said though the paper is there", () => {
	const score = { ...scored, open: 5, grade: "", points: 44 };
	const found = ending({ score, minutes: attached });
	assert.deepEqual(found.stands, ["Minutes are there."]);
	assert.deepEqual([found.left, found.next], [["{0} items are not scored yet.", 5], "score"]);
});

test("a scale of grades asks for the grade, then says it without points", () => {
	const score = { rows: [], points: 0, open: 0, grade: "", grade_words: "" };
	assert.equal(ending({ score, minutes: attached }).next, "grade");
	const chosen = { ...score, grade: "Good", grade_words: "Tốt" };
	assert.deepEqual(ending({ score: chosen, minutes: attached }).stands, ["Done: graded {0}.", "tốt"]);
});

test("pages that are in no minutes come first, then the score, the signed copy", () => {
	const composed = { file: "", text: "x", pages: [] };
	const pages = { ...composed, pages: [{}, {}] };
	const open = { ...scored, open: 1, grade: "" };
	assert.deepEqual(ending({ score: open, minutes: pages }).left.slice(1), [2]);
	assert.equal(ending({ score: open, minutes: composed }).next, "score");
	assert.equal(ending({ score: scored, minutes: composed }).next, "print");
});

test("a meeting without score has its minutes only", () => {
	assert.deepEqual(ending({ score: null, minutes: attached }).stands, ["Minutes are there."]);
	assert.equal(ending({ score: null, minutes: attached }).next, "home");
});

test("whoever signs the minutes is asked for before they are printed, not once they are signed", () => {
	const composed = { file: "", text: "x", pages: [] };
	assert.equal(ending({ score: scored, minutes: composed }, null).next, "secretary");
	assert.equal(ending({ score: scored, minutes: attached }, null).next, "home");
});
