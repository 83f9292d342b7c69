import assert from "node:assert/strict";
import test from "node:test";

import { papersOf } from "./papers.mjs";

const labels = (state, earns_title = true) => papersOf({ state, earns_title }).map(({ label }) => label);
const SHEET = "Self-Assessment Sheet";
const REQUEST = "Request for Recognition";
const NOTICE = "Result Notice";

test("each state has its papers", () => {
	for (const [state, wanted] of [
		["Draft", [SHEET]],
		["Returned", [SHEET]],
		["Under Appraisal", [SHEET, REQUEST]],
		["Recognized", [SHEET, REQUEST, NOTICE]],
		["Not Recognized", [SHEET, REQUEST, NOTICE]],
		["Withdrawn", [SHEET, REQUEST, NOTICE]],
		["Declared Not Reached", [SHEET, NOTICE]],
		["Outside", [SHEET, NOTICE]],
	])
		assert.deepEqual(labels(state), wanted, state);
});

test("a review that gives no title has no request", () => {
	assert.deepEqual(labels("Under Appraisal", false), [SHEET]);
	assert.deepEqual(labels("Interim Reviewed", false), [SHEET, NOTICE]);
});
