import assert from "node:assert/strict";
import test from "node:test";
import { firstRefused, placeOf } from "./places.mjs";

test("a refusal leads to the part in which it is mended", () => {
	assert.equal(firstRefused({ votes: {}, headcount: {} }).key, "roll");
	assert.equal(firstRefused({}), null);
});

test("what keeps the record from being finished lies in a part, or in none", () => {
	assert.equal(placeOf({ type: "VotesError" }), "votes");
	assert.equal(placeOf({ type: "AbsenceReasonError" }), "roll");
	assert.equal(placeOf({ type: "SomethingElse" }), "");
	assert.equal(placeOf({ message: "not saved yet" }), "");
});
