import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenDocuments, chosenRatings, votesOf } from "./beside.mjs";

const VOTE = { own_vote: true, votes_for: 8, votes_against: 7, votes_other: "" };
const AS_ALL = { ...VOTE, own_vote: false };

test("a row without a vote of its own has none, whatever was typed before", () => {
	assert.deepEqual(votesOf(AS_ALL), { votes_for: 0, votes_against: 0, votes_other: 0 });
	assert.deepEqual(votesOf(VOTE), { votes_for: 8, votes_against: 7, votes_other: 0 });
});

test("only what was chosen stands on the resolution", () => {
	const ratings = [
		{ name: "A-2026", grade: "Well Completed", chosen: true, ...AS_ALL },
		{ name: "B-2026", grade: "Duly Completed", chosen: false, ...AS_ALL },
	];
	assert.deepEqual(
		chosenRatings(ratings).map((row) => [row.rating, row.grade]),
		[["A-2026", "Well Completed"]]
	);
	const documents = [
		{
			doctype: "X",
			name: "1",
			decision: "Return",
			return_to: "Level Directly Below",
			reason: "Sửa",
			chosen: true,
			...VOTE,
		},
		{ doctype: "X", name: "2", decision: "Approve", reason: "", chosen: false, ...VOTE },
		{
			doctype: "X",
			name: "3",
			decision: "Approve",
			return_to: "Level Directly Below",
			reason: "",
			chosen: true,
			...AS_ALL,
		},
	];
	assert.deepEqual(chosenDocuments(documents), [
		{
			file_doctype: "X",
			file_name: "1",
			decision: "Return",
			reason: "Sửa",
			return_to: "Level Directly Below",
			votes_for: 8,
			votes_against: 7,
			votes_other: 0,
		},
		{
			file_doctype: "X",
			file_name: "3",
			decision: "Approve",
			reason: "",
			return_to: "Unit That Made It", // what was chosen before the decision changed
			votes_for: 0,
			votes_against: 0,
			votes_other: 0,
		},
	]);
});
