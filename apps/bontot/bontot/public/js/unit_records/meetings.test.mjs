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
	assert.deepEqual(lacks(meeting({ status: "Planned" }), today), ["Not recorded yet"]);
	assert.deepEqual(lacks(meeting({ status: "Planned", meeting_date: "2026-12-03" }), today), []);
	assert.deepEqual(lacks(meeting({}), today), ["No signed copy attached"]);
	assert.deepEqual(lacks(meeting({ minutes_file: "/private/files/bb.pdf" }), today), []);
	assert.deepEqual(lacks(meeting({ status: "Held" }), today), []);
});
