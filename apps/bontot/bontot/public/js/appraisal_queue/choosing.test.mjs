import assert from "node:assert/strict";
import { test } from "node:test";
import { isChoosable, isForBody } from "./choosing.mjs";

test("clean ones are agreed to together, doubtful ones are not", () => {
	assert.equal(isChoosable({ awaiting_act: "Appraise", clean: true }), true);
	assert.equal(isChoosable({ awaiting_act: "Appraise", clean: false }), false);
});

test("a resolution takes doubtful ones too", () => {
	for (const row of [{ awaiting_act: "Decide" }, { awaiting_act: "Appraise", by_body: true }]) {
		assert.equal(isForBody(row), true);
		assert.equal(isChoosable({ ...row, clean: false }), true);
	}
});
