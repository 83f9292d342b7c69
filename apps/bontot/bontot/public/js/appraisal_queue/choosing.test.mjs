import assert from "node:assert/strict";
import { test } from "node:test";
import { countsOf, countsWithout, found, isChoosable, isForBody, outcomeOf } from "./choosing.mjs";

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
	const before = { total: 3, overdue: 1, changed: 2, differs: 2, missing_evidence: 3, newer: 1 };
	const gone = [
		{ changed_count: 1, overdue: true, differs: 2, missing_evidence: 0, review_suggested: 0 },
		{ changed_count: 0, differs: 0, missing_evidence: 4, review_suggested: 1 },
	];
	const after = { total: 1, overdue: 0, changed: 1, differs: 1, missing_evidence: 2, newer: 0 };
	assert.deepEqual(countsWithout(before, gone), after);
	assert.deepEqual(countsWithout(before, []), before);
	assert.deepEqual(countsWithout(countsOf({ total: 1 }), [{}]), countsOf({}));
});

test("of many branches those are shown that hold a word, typed without marks; what is chosen stays", () => {
	const [coc, lung, meo] = ["Chi bộ thôn Phia Coóc", "Chi bộ thôn Phia Lung", "Đảng bộ xã Nà Mèo"].map(
		(label, at) => ({ name: `N${at}`, label })
	);
	const all = [coc, lung, meo];
	assert.deepEqual(found(all, "phia", ""), [coc, lung]);
	assert.deepEqual(found(all, " DANG bo ", ""), [meo]);
	assert.deepEqual(found(all, "phia lung", "N2"), [lung, meo]);
	assert.deepEqual(found(all, "", ""), all);
	assert.deepEqual(found(all, "không có", ""), []);
});
