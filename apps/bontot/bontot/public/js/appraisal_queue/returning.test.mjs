import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyReturn, reasonsOf, toggle, unexplained } from "./returning.mjs";

const ITEMS = ["a", "b", "c"].map((criterion_key) => ({ criterion_key }));

test("each ticked criterion has a reason of its own", () => {
	const draft = emptyReturn();
	assert.deepEqual(unexplained(draft, ITEMS), []);
	toggle(draft, "c");
	toggle(draft, "a");
	draft.texts.c = " Thiếu biên bản. ";
	assert.deepEqual(unexplained(draft, ITEMS), ["a"]);
	draft.texts.a = "Ghi rõ tháng.";
	assert.deepEqual(unexplained(draft, ITEMS), []);
	assert.deepEqual(reasonsOf(draft), { c: "Thiếu biên bản.", a: "Ghi rõ tháng." });
});

test("blanks are no reason", () => {
	const draft = emptyReturn();
	toggle(draft, "b");
	draft.texts.b = "     ";
	assert.deepEqual(unexplained(draft, ITEMS), ["b"]);
});

test("what was written stays when a criterion is unticked and ticked again, and is not sent meanwhile", () => {
	const draft = emptyReturn("below");
	toggle(draft, "b");
	draft.texts.b = "Xem lại số liệu.";
	toggle(draft, "b");
	assert.deepEqual(reasonsOf(draft), {});
	toggle(draft, "b");
	assert.deepEqual(reasonsOf(draft), { b: "Xem lại số liệu." });
	assert.equal(draft.to, "below");
});
