import assert from "node:assert/strict";
import test from "node:test";
import { wordsOf } from "./notices.mjs";

test("marks of emphasis go, words stay", () => {
	assert.equal(wordsOf({ subject: "<b class='x'>Chi bộ 1</b> đã gửi &amp; chờ" }), "Chi bộ 1 đã gửi & chờ");
	assert.equal(wordsOf({ subject: "1 < 2 &lt;b&gt;" }), "1 < 2 <b>");
	assert.equal(wordsOf({}), "");
});
