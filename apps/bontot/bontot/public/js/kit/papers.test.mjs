import assert from "node:assert/strict";
import test from "node:test";

import { paperAddress, printAddress } from "./papers.mjs";

test("what has no value is left out, what has one is written so that it arrives", () => {
	assert.equal(
		paperAddress("bontot.x.y", { organization: "TCD-1 & 2", period: "", branch: undefined }),
		"/api/method/bontot.x.y?organization=TCD-1+%26+2"
	);
});

test("a print is asked for in Vietnamese, without a letterhead", () => {
	const query = new URL(printAddress("Evaluation", "TCD-1-2026", "Result Notice"), "http://x").searchParams;
	assert.deepEqual(Object.fromEntries(query), {
		doctype: "Evaluation",
		name: "TCD-1-2026",
		format: "Result Notice",
		no_letterhead: "1",
		_lang: "vi",
	});
});
