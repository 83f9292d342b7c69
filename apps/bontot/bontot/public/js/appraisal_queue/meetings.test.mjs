import assert from "node:assert/strict";
import { test } from "node:test";
import { latestBy, onOrBefore } from "./meetings.mjs";

const MEETINGS = [
	{ name: "c", meeting_date: "2026-12-20" },
	{ name: "b", meeting_date: "2026-12-05" },
	{ name: "a", meeting_date: "2026-11-05" },
];

test("the latest meeting by the date of the resolution is the guess", () => {
	assert.equal(latestBy(MEETINGS, "2026-12-20"), "c");
	assert.equal(latestBy(MEETINGS, "2026-12-19"), "b");
	assert.equal(latestBy(MEETINGS, "2026-10-01"), "");
	assert.equal(latestBy(MEETINGS, ""), "c");
});

test("a meeting after the date is not offered", () => {
	const names = (date) => onOrBefore(MEETINGS, date).map((one) => one.name);
	assert.deepEqual(names("2026-12-05"), ["b", "a"]);
	assert.deepEqual(names(""), ["c", "b", "a"]);
});
