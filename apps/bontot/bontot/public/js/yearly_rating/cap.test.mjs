import assert from "node:assert/strict";
import { test } from "node:test";
import { allowed, EXCELLENT, exceeded, gradeOf, groups, isSettled, rowsOf, WELL } from "./cap.mjs";

const RULE = { percent: 20, base: "well_completed", rounding: "down" };

test("the worked example: 20 % of 12 are 2", () => {
	assert.equal(allowed(RULE, 12, 2), 2);
	assert.equal(allowed({ ...RULE, rounding: "up" }, 11, 0), 3);
	assert.equal(allowed({ ...RULE, rounding: "nearest" }, 13, 0), 3);
	assert.equal(allowed({ ...RULE, base: "well_completed_or_better" }, 13, 2), 3);
});

test("what is chosen goes before what stands", () => {
	const row = { name: "a", grade: "", reviewed_grade: "R", proposed_grade: "P" };
	assert.deepEqual(
		[gradeOf(row, {}), gradeOf(row, { a: "C" }), gradeOf({ ...row, grade: "D" }, {})],
		["R", "C", "D"]
	);
});

test("a group is over as soon as one too many is chosen; what stands elsewhere counts", () => {
	const rows = ["a", "b", "c"].map((name) => ({ name, group: "g", group_label: "" }));
	const standing = [1, 2, 3, 4].map(() => ({ group: "g", grade: WELL }));
	const of = (chosen) => groups(rows, standing, chosen, RULE)[0];
	assert.deepEqual(of({ a: EXCELLENT, b: WELL }), {
		group: "g",
		label: "",
		excellent: 1,
		well: 5,
		allowed: 1,
		over: false,
	});
	assert.equal(of({ a: EXCELLENT, b: EXCELLENT, c: WELL }).over, true);
	assert.equal(groups(rows, standing, { a: EXCELLENT }, null)[0].over, false);
});

test("an act takes the rows it is open to", () => {
	const rows = [
		{ name: "a", may: { decide: true }, proposed_grade: WELL },
		{ name: "b", may: { decide: false }, proposed_grade: WELL },
		{ name: "c", may: { decide: true } },
	];
	assert.deepEqual(rowsOf(rows, "decide", {}, { a: "x" }), [{ name: "a", grade: WELL, remark: "x" }]);
});

test("a vote of its own goes with its row only", () => {
	const rows = ["a", "b", "c"].map((name) => ({ name, may: { decide: true }, grade: WELL }));
	const votes = {
		a: { own_vote: true, votes_for: 5, votes_against: "", votes_other: 1 },
		b: { own_vote: false, votes_for: 3 },
	};
	const plain = { grade: WELL, remark: "" };
	assert.deepEqual(rowsOf(rows, "decide", {}, {}, votes), [
		{ name: "a", ...plain, votes_for: 5, votes_against: 0, votes_other: 1 },
		{ name: "b", ...plain },
		{ name: "c", ...plain },
	]);
});

test("who is decided on already is settled until another grade is chosen, and ticked it says so", () => {
	const row = { name: "a", state: "Decided", grade: WELL, may: { decide: true } };
	assert.equal(isSettled(row, {}), true);
	assert.equal(isSettled(row, { a: WELL }), true);
	assert.equal(isSettled(row, { a: EXCELLENT }), false);
	assert.equal(isSettled({ ...row, state: "Proposed", grade: "" }, {}), false);
	assert.deepEqual(rowsOf([row], "decide", {}, {}), [{ name: "a", grade: WELL, remark: "", again: true }]);
	assert.equal("again" in rowsOf([row], "decide", { a: EXCELLENT }, {})[0], false);
});

test("only groups of those who are decided on are in the way, by what is decided and what is about to be", () => {
	const row = (name, group, more) => ({ name, group, group_label: "", ...more });
	const rows = [
		row("a", "g", { state: "Decided", grade: WELL }),
		row("b", "g", { state: "Proposed", proposed_grade: EXCELLENT }),
		row("c", "g", { state: "Proposed", proposed_grade: WELL }),
		row("d", "other", { state: "Decided", grade: EXCELLENT }), // a fault from elsewhere
	];
	const over = (acted, chosen = {}) => exceeded(rows, [], acted, chosen, RULE).map((one) => one.group);
	assert.deepEqual(over([rows[2]]), []); // the proposal of b waits for its own decision
	assert.deepEqual(over([rows[1], rows[2]]), ["g"]);
	assert.deepEqual(over([rows[2]], { b: EXCELLENT, c: EXCELLENT }), ["g"]);
	assert.deepEqual(over([rows[2]], { a: EXCELLENT }), []); // chosen, and not among those acted on
	assert.deepEqual(over([rows[3]]), ["other"]);
	assert.deepEqual(over([]), []);
});
