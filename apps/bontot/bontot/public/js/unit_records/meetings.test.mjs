import assert from "node:assert/strict";
import { test } from "node:test";
import { byMonth, lacks, statusOf } from "./meetings.mjs";

const meeting = (given) => ({
	meeting_date: "2026-11-03",
	status: "Minuted",
	state: "Draft",
	minutes_file: "",
	...given,
});

test("meetings stand by month in the order they came", () => {
	const rows = [
		meeting({ meeting_date: "2026-12-01" }),
		meeting({}),
		meeting({ meeting_date: "2026-11-01" }),
	];
	assert.deepEqual(
		byMonth(rows).map((month) => [month.label, month.meetings.length]),
		[
			["12/2026", 1],
			["11/2026", 2],
		]
	);
	assert.deepEqual(byMonth([]), []);
});

test("minutes that were sent say so before the meeting's own state", () => {
	assert.equal(statusOf(meeting({ state: "Returned" })).label, "Minutes returned");
	assert.equal(statusOf(meeting({ status: "Held" })).label, "Held, no minutes yet");
	assert.equal(statusOf(meeting({})).tone, "good");
});

test("a planned day that is past, and minutes without their signed copy, are told", () => {
	const today = "2026-11-24";
	const told = (given) => lacks(meeting(given), today).map(({ words }) => words);
	assert.deepEqual(told({ status: "Planned" }), ["Not recorded yet"]);
	assert.deepEqual(told({ status: "Planned", meeting_date: "2026-12-03" }), []);
	assert.deepEqual(told({}), ["No signed copy attached"]);
	assert.deepEqual(told({ minutes_file: "/private/files/bb.pdf" }), []);
	assert.deepEqual(told({ status: "Held" }), []);
});

test("points that are still open are told, and a grade that nobody chose", () => {
	const filed = { minutes_file: "/private/files/bb.pdf" };
	const told = (open_points) => lacks(meeting({ ...filed, open_points }), "2026-11-24");
	assert.deepEqual(told(3), [{ words: "{0} items are not scored yet.", count: 3 }]);
	assert.deepEqual(told(0), [{ words: "The grade is not chosen yet." }]);
	assert.deepEqual(lacks(meeting({ open_points: 3 }), "2026-11-24").length, 2);
});
