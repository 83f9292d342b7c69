import assert from "node:assert/strict";
import test from "node:test";
import { parseTime } from "./entry.mjs";

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
