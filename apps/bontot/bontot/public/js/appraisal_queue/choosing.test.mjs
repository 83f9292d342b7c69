import assert from "node:assert/strict";
import { test } from "node:test";
import { countsWithout, isChoosable, isForBody, outcomeOf } from "./choosing.mjs";

test("those to be agreed to by themselves are not chosen", () => {
	assert.equal(isChoosable({ awaiting_act: "Appraise", singly: false }), true);
	assert.equal(isChoosable({ awaiting_act: "Appraise", singly: true }), false);
});

test("a resolution takes doubtful ones too", () => {
	for (const row of [{ awaiting_act: "Decide" }, { awaiting_act: "Appraise", by_body: true }]) {
		assert.equal(isForBody(row), true);
		assert.equal(isChoosable({ ...row, singly: true }), true);
	}
});

test("what a bulk act came to is said in two numbers", () => {
	assert.deepEqual(outcomeOf({ a: { ok: true }, b: { ok: false }, c: { ok: true } }), {
		passed: 2,
		refused: 1,
	});
	assert.deepEqual(outcomeOf({}), { passed: 0, refused: 0 });
});

test("what left the list is counted no more by any filter", () => {
	const before = { total: 3, overdue: 1, changed: 2 };
	const gone = [{ changed_count: 1, overdue: true }, { changed_count: 0 }];
	assert.deepEqual(countsWithout(before, gone), { total: 1, overdue: 0, changed: 1 });
	assert.deepEqual(countsWithout(before, []), before);
});
