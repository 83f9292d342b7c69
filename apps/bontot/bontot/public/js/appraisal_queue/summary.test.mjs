import assert from "node:assert/strict";
import { test } from "node:test";
import { summary } from "./summary.mjs";

const translate = (words, values = []) => words.replace(/\{(\d)\}/g, (_all, at) => values[at]);
const rows = (decision, count) => Array.from({ length: count }, () => ({ decision }));

test("each decision is counted, in the order of the articles; what nobody decides is not named", () => {
	const items = [...rows("Return", 1), ...rows("Recognize", 85), ...rows("Refuse", 1)];
	assert.equal(
		summary({ number: "07-QĐ/TU", items }, "02/12/2026", translate),
		"Decision 07-QĐ/TU of 02/12/2026: recognizes 85 organizations; does not recognize 1; " +
			"returns the files of 1 organizations. Once issued it cannot be changed. Issue it?"
	);
});

test("ratings come first, documents last", () => {
	const documents = [...rows("Return", 2), ...rows("Approve", 3)];
	const words = summary(
		{ number: "1", ratings: rows("", 4), items: rows("Agree", 5), documents },
		"",
		translate
	);
	const at = ["rates 4", "passes the files of 5", "approves 3", "returns 2 documents"].map((part) =>
		words.indexOf(part)
	);
	assert.ok(at.every((place) => place > 0));
	assert.deepEqual(
		at,
		[...at].sort((one, other) => one - other)
	);
});
