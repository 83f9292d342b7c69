import assert from "node:assert/strict";
import { test } from "node:test";
import { lacking } from "./lacking.mjs";

const WHOLE = {
	number: "12-QĐ/ĐU",
	rows: 3,
	voted: true,
	vote: { members_total: 9, votes_for: 0 },
	over: false,
	elsewhere: false,
};

test("a decision with its number, its vote and somebody rated lacks nothing", () => {
	assert.deepEqual(lacking(WHOLE), []);
});

test("each thing that lacks is named, in the order of the page", () => {
	const nothing = { number: "  ", rows: 0, vote: { members_total: "", votes_for: "" }, over: true };
	assert.deepEqual(lacking({ ...WHOLE, ...nothing }), ["grades", "number", "members", "votes", "cap"]);
	assert.deepEqual(lacking({ ...WHOLE, vote: { members_total: 0, votes_for: 3 } }), ["members"]);
});

test("who only records what another body decided gives no vote and keeps to no cap", () => {
	const elsewhere = {
		voted: false,
		elsewhere: true,
		over: true,
		vote: { members_total: "", votes_for: "" },
	};
	assert.deepEqual(lacking({ ...WHOLE, ...elsewhere }), []);
	assert.deepEqual(lacking({ ...WHOLE, ...elsewhere, number: "" }), ["number"]);
});
