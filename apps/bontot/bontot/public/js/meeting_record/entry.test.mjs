import assert from "node:assert/strict";
import test from "node:test";
import { parseDate, parseTime } from "./entry.mjs";

test("dates day first, in the ways people write them", () => {
	for (const text of [
		"24/11/2026",
		"24-11-2026",
		"24.11.26",
		"24112026",
		"241126",
		"24/11",
		" 24/11/2026 ",
	]) {
		assert.equal(parseDate(text, 2026), "2026-11-24", text);
	}
	assert.equal(parseDate("29/2/2028", 2026), "2028-02-29");
	assert.equal(parseDate("", 2026), "");
});

test("what is no date", () => {
	for (const text of ["31/2/2026", "11/24/2026", "29/02/2026", "hôm nay", "0/1/2026", "1/1/1900"]) {
		assert.equal(parseDate(text, 2026), null, text);
	}
});

test("times", () => {
	const pairs = {
		"19:30": "19:30",
		1930: "19:30",
		"19h30": "19:30",
		"7h": "07:00",
		730: "07:30",
		7: "07:00",
		"": "",
	};
	for (const [text, wanted] of Object.entries(pairs)) assert.equal(parseTime(text), wanted, text);
	for (const text of ["24:00", "19:60", "tối"]) assert.equal(parseTime(text), null, text);
});
