import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, lacksReason, merged } from "./score.mjs";

const ROWS = [
	{ item_key: "a", group_name: "A", most_points: 5, by_record: 1, record_points: 5 },
	{ item_key: "b", group_name: "B", most_points: 10, by_record: 0, record_points: 0 },
	{ item_key: "c", group_name: "B", most_points: 5, by_record: 1, record_points: 0 },
];

test("what a person gives stands in for the record, zero too", () => {
	const rows = merged(ROWS, [{ item_key: "b", points: 0, reason: "" }]);
	assert.deepEqual(
		rows.map((row) => row.points),
		[5, 0, 0]
	);
	assert.equal(merged(ROWS, [])[1].points, null);
});

test("points without a reason give way to the record's", () => {
	const points = (reason) => merged(ROWS, [{ item_key: "a", points: 4, reason }])[0].points;
	assert.deepEqual([points(""), points(" "), points("Lý do")], [5, 5, 4]);
});

test("groups add up what they have", () => {
	const groups = grouped(merged(ROWS, [{ item_key: "b", points: 9, reason: "" }]));
	assert.deepEqual(
		groups.map(({ name, points, most }) => [name, points, most]),
		[
			["A", 5, 5],
			["B", 9, 15],
		]
	);
});

test("only a correction of the record needs a reason", () => {
	const lacking = (key, points, reason) =>
		lacksReason(merged(ROWS, [{ item_key: key, points, reason }]).find((row) => row.item_key === key));
	assert.equal(lacking("a", 4, " "), true);
	assert.equal(lacking("a", 4, "Lý do"), false);
	assert.equal(lacking("a", 5, ""), false);
	assert.equal(lacking("b", 4, ""), false);
});
