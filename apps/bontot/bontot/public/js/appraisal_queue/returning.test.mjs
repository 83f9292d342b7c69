import assert from "node:assert/strict";
import { test } from "node:test";
import {
	doubtfulFirst,
	emptyReturn,
	flagged,
	othersWords,
	reasonsOf,
	toggle,
	unexplained,
} from "./returning.mjs";

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

test("what is not met or contradicted stands first, ticked; what only lacks evidence comes next, unticked", () => {
	const one = (criterion_key, more) => ({ criterion_key, self_result: "Met", changes: [], ...more });
	const items = [
		one("plain"),
		one("shown nothing", { missing_evidence: true }),
		one("unmet", { self_result: "Not Met" }),
		one("differs", { differs: true }),
		one("turned", { newer: { result: "Not Met" } }),
	];
	assert.deepEqual(
		doubtfulFirst(items).map((item) => item.criterion_key),
		["unmet", "differs", "turned", "shown nothing", "plain"]
	);
	assert.deepEqual(flagged(items), ["unmet", "differs", "turned"]);
	const draft = { ...emptyReturn(), picked: flagged(items) };
	toggle(draft, "unmet");
	assert.deepEqual(draft.picked, ["differs", "turned"]);
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

test("it is said what becomes of the others, and which of them differ from the records", () => {
	const translate = (words, values) => words.replace("{0}", values[0]);
	const items = ["a", "b", "c"].map((criterion_key) => ({ criterion_key, short_text: criterion_key }));
	const words = (to, picked, all = items) => othersWords({ to, picked }, all, translate);
	assert.equal(words("author", []), "");
	assert.equal(words("author", ["a", "b", "c"]), "");
	assert.match(words("author", ["a"]), /^The other 2 criteria count as agreed to.*mend\.$/);
	assert.match(words("below", ["a"]), /^The other 2 criteria stay agreed to/);
	const differing = items.map((item) => ({ ...item, differs: item.criterion_key !== "b" }));
	assert.match(words("author", ["a"], differing), /differ from the records: c\.$/);
	assert.doesNotMatch(words("author", ["a", "c"], differing), /differ/);
});
