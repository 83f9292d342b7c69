import assert from "node:assert/strict";
import { test } from "node:test";
import { stripSteps } from "./strip.mjs";

const links = (...states) =>
	states.map((state, index) => ({
		organization_name: `U${index}`,
		state,
		act: index === 2 ? "Decide" : "Appraise",
	}));
const looks = (found) => found.map((step) => [step.state, step.note]);
const say = (text) => text;

test("the strip follows the file", () => {
	const cases = [
		[
			"Draft",
			["current", "todo", "todo"],
			[
				["now", "assessing itself"],
				["next", ""],
				["next", ""],
			],
		],
		[
			"Returned",
			["current", "todo", "todo"],
			[
				["returned", "being corrected"],
				["next", ""],
				["next", ""],
			],
		],
		[
			"Under Appraisal",
			["done", "current", "todo"],
			[
				["done", ""],
				["now", "appraising"],
				["next", ""],
			],
		],
		[
			"Under Appraisal",
			["done", "done", "current"],
			[
				["done", ""],
				["done", ""],
				["now", "deciding"],
			],
		],
		[
			"Not Recognized",
			["done", "done", "done"],
			[
				["done", ""],
				["done", ""],
				["refused", ""],
			],
		],
		[
			"Recognized",
			["done", "done", "done"],
			[
				["done", ""],
				["done", ""],
				["done", ""],
			],
		],
	];
	const again = links("done", "current", "todo");
	again[1].again = true; // the level above has returned it
	assert.deepEqual(looks(stripSteps(again, "Under Appraisal", say)), [
		["done", ""],
		["returned", "looking at it again"],
		["next", ""],
	]);
	for (const [state, given, wanted] of cases)
		assert.deepEqual(looks(stripSteps(links(...given), state, say)), wanted);
});

test("a file outside the review goes nowhere, sent before or not", () => {
	assert.deepEqual(stripSteps(links("done"), "Outside", say), []);
	assert.deepEqual(stripSteps(links("done", "todo"), "Outside", say), []);
});
