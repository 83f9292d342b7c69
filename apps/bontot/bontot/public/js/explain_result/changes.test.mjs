import assert from "node:assert/strict";
import { test } from "node:test";
import { toChange } from "./changes.mjs";

test("only criteria with something to change, in the order of the file", () => {
	const groups = [
		{
			items: [
				{ criterion_key: "a", short_text: "A", to_change: [] },
				{ criterion_key: "b", short_text: "B", to_change: ["x", "y"] },
			],
		},
		{ items: [{ criterion_key: "c", short_text: "C", to_change: ["1", "2", "3", "4", "5"] }] },
	];
	assert.deepEqual(toChange(groups), [
		{ key: "b", title: "B", lines: ["x", "y"], more: 0, rating: "" },
		{ key: "c", title: "C", lines: ["1", "2", "3"], more: 2, rating: "" },
	]);
	assert.deepEqual(toChange([]), []);
});

test("who may propose the rating that a criterion waits for is led there", () => {
	const action = { doctype: "Annual Rating", defaults: { place: "TC1", subject: "Member", year: 2026 } };
	const item = {
		criterion_key: "a",
		short_text: "A",
		to_change: ["x"],
		computed: { missing: [{ action }] },
	};
	const [found] = toChange([{ items: [item] }]);
	assert.equal(found.rating, "/app/yearly-rating?place=TC1&subject=Member&year=2026");
	const other = { ...item, computed: { missing: [{ action: {} }, { action: { doctype: "Meeting" } }] } };
	assert.equal(toChange([{ items: [other] }])[0].rating, "");
});
