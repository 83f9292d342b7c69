import assert from "node:assert/strict";
import { test } from "node:test";
import { pointsText, toPoints } from "./points.mjs";

test("points are typed with a comma or a point and stay within the item", () => {
	assert.deepEqual(
		["4,5", "4.5", "0", " 5 ", ",5", "", "5,1", "-1", "năm", ",", "1e0", "0x1", "1,2,3"].map((text) =>
			toPoints(text, 5)
		),
		[4.5, 4.5, 0, 5, 0.5, null, null, null, null, null, null, null, null]
	);
});

test("where only halves are given nothing between them is points", () => {
	assert.deepEqual(
		["0,5", "3", "2,25", "0.1"].map((text) => toPoints(text, 5, 0.5)),
		[0.5, 3, null, null]
	);
});

test("what is shown is typed the same way", () => {
	for (const value of [0, 0.5, 10]) assert.equal(toPoints(pointsText(value), 10, 0.5), value);
	assert.equal(pointsText(null), "");
});
