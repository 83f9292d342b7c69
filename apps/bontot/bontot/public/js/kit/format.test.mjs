import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "./format.mjs";

const plain = (text) => text.replace(/\u00a0/g, " ");

test("dates and times are written the Vietnamese way", () => {
	assert.equal(format.date("2026-11-04"), "04/11/2026");
	assert.equal(format.date("2026-11-04 10:32:05.123"), "04/11/2026");
	assert.equal(format.date(null), "");
	assert.equal(format.shortDate("2026-12-31"), "31/12");
	assert.equal(format.time("2026-11-04 10:32:05.123"), "10:32");
	assert.equal(format.time("9:05:00"), "09:05");
	assert.equal(format.dateTime("2026-11-04 10:32:05"), "10:32 04/11/2026");
});

test("numbers take dots for thousands and a comma for decimals", () => {
	assert.equal(format.number(6412), "6.412");
	assert.equal(format.number(1234567), "1.234.567");
	assert.equal(format.number(999), "999");
	assert.equal(format.number(0), "0");
	assert.equal(format.number(2.5), "2,5");
	assert.equal(format.number(-1000), "−1.000");
	assert.equal(format.number(null), "");
});

test("a share is rounded down, never up", () => {
	const cases = [
		[6412, 7130, "89,9 %"],
		[2999, 3000, "99,9 %"],
		[3000, 3000, "100 %"],
		[14, 17, "82,3 %"],
		[11, 12, "91,6 %"],
		[0, 5, "0 %"],
		[1, 0, "—"],
		[9, 10, "90 %"],
	];
	for (const [part, whole, wanted] of cases) assert.equal(plain(format.percent(part, whole)), wanted);
	assert.equal(plain(format.ratio(11, 12)), "11/12 (91,6 %)");
});

test("a deadline counts calendar days and does not mind daylight saving or month ends", () => {
	assert.deepEqual(format.due("2026-11-24", "2026-11-24"), { days: 0, tone: "today" });
	assert.deepEqual(format.due("2026-11-22", "2026-11-24"), { days: -2, tone: "late" });
	assert.deepEqual(format.due("2026-12-01", "2026-11-24"), { days: 7, tone: "soon" });
	assert.deepEqual(format.due("2026-12-02", "2026-11-24"), { days: 8, tone: "ahead" });
	assert.equal(format.daysBetween("2028-02-28", "2028-03-01"), 2);
	assert.equal(format.due("", "2026-11-24"), null);
});

test("today is Vietnam's day", () => {
	assert.equal(format.today(new Date("2026-11-24T17:30:00Z")), "2026-11-25");
	assert.equal(format.clockTime(new Date("2026-11-24T17:30:00Z")), "00:30");
});

test("dates day first, in the ways people write them", () => {
	for (const text of [
		"24/11/2026",
		"24-11-2026",
		"24.11.26",
		"24112026",
		"241126",
		"24/11",
		" 24 11 2026 ",
		" 24/11/2026 ",
	]) {
		assert.equal(format.parseDate(text, 2026), "2026-11-24", text);
	}
	assert.equal(format.parseDate("29/2/2028", 2026), "2028-02-29");
	assert.equal(format.parseDate("1/1/1900", 2026), "1900-01-01"); // a date; whether it may be is another question
	for (const nothing of ["", " ", null, undefined]) assert.equal(format.parseDate(nothing, 2026), "");
});

test("what is no date", () => {
	for (const text of ["31/2/2026", "11/24/2026", "29/02/2026", "hôm nay", "0/1/2026"]) {
		assert.equal(format.parseDate(text, 2026), null, text);
	}
});
