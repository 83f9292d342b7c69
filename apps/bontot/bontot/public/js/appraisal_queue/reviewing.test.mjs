import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, isAgainst, isDoubtful, resultOf } from "./reviewing.mjs";

const item = (criterion_key, more = {}) => ({ criterion_key, self_result: "Met", ...more });
const keys = (items) => items.map((one) => one.criterion_key);

test("what counts: what waits, then points, then whoever judged last", () => {
	assert.equal(resultOf(item("a", { computed_result: "Awaiting Rating" })), "Awaiting Rating");
	assert.equal(resultOf(item("a", { appraised_result: "Not Met" })), "Not Met");
	assert.equal(resultOf({ computed_result: "Not Met" }), "Not Met");
	const scored = item("a", { points: { counted: 4, least: 5 } });
	assert.equal(resultOf(scored), "Not Met");
	assert.equal(resultOf(scored, 5), "Met");
});

test("what is not met comes first, then what records contradict, then what else is doubtful", () => {
	const items = [
		item("plain"),
		item("shown nothing", { missing_evidence: true }),
		item("differs", { differs: true }),
		item("waits", { computed_result: "Not Yet Due" }),
		item("unmet", { self_result: "Not Met" }),
		item("turned", { newer: { result: "Not Met" } }),
		item("returned", { review_state: "Returned" }),
		item("unmet too", { appraised_result: "Not Met" }),
	];
	const { first, rest } = inOrder(items);
	assert.deepEqual(keys(first), ["unmet", "unmet too", "differs", "turned", "shown nothing", "returned"]);
	assert.deepEqual(keys(rest), ["plain", "waits"]);
	assert.equal(first.length + rest.length, items.length);
});

test("lacking evidence is doubtful, and speaks against nothing", () => {
	const without = item("a", { missing_evidence: true });
	assert.deepEqual([isDoubtful(without), isAgainst(without)], [true, false]);
});
