import assert from "node:assert/strict";
import { test } from "node:test";
import { isChoosable, isForBody } from "./choosing.mjs";

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
