import assert from "node:assert/strict";
import { test } from "node:test";
import { otherPoints } from "./points.mjs";

test("only points that differ from what counts are sent, of scored criteria only", () => {
	const item = (criterion_key, counted) => ({
		criterion_key,
		points: counted === undefined ? null : { counted },
	});
	const items = [item("a", 7), item("b", 5), item("c", 3), item("d")];
	assert.deepEqual(otherPoints(items, { a: 7, b: 4.5, d: 1 }), { b: 4.5 });
	assert.deepEqual(otherPoints(items, { b: null, c: 0 }), { c: 0 });
});
