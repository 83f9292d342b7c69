import assert from "node:assert/strict";
import { test } from "node:test";
import { problemOf, startOf } from "./adoption.mjs";

const MEETING = { name: "m2", voters: 5, votes_for: 4, votes_against: 1, votes_other: 0 };
const votes = (votes_for, votes_against = 0, votes_other = 0) => ({ votes_for, votes_against, votes_other });

test("starts from the latest meeting and its votes", () => {
	const proposal = { meetings: [MEETING, { name: "m1" }], chosen: "m2" };
	assert.deepEqual(startOf({ adopted_by_meeting: "" }, proposal), {
		adopted_by_meeting: "m2",
		...votes(4, 1),
	});
});

test("what was sent before stays, and nothing is invented without a meeting", () => {
	assert.deepEqual(startOf({ adopted_by_meeting: "m1" }, { meetings: [MEETING], chosen: "m2" }), {});
	assert.deepEqual(startOf({ adopted_by_meeting: "" }, { meetings: [], chosen: null }), {});
});

test("each problem", () => {
	const adopted = { adopted_by_meeting: "m2" };
	const cases = [
		[{ ...adopted, ...votes(5) }, MEETING, true, ""],
		[{ ...adopted, ...votes(0) }, MEETING, false, ""],
		[{ ...adopted, ...votes(0) }, MEETING, true, "Write the votes: the province asks for them."],
		[
			{ adopted_by_meeting: "", ...votes(5) },
			undefined,
			true,
			"Choose the meeting: the province asks for it.",
		],
		[{ ...adopted, ...votes(6) }, MEETING, false, "More votes than full members who were present."],
		[
			{ ...adopted, ...votes(2, 2) },
			MEETING,
			false,
			"With these votes the self-assessment was not adopted.",
		],
		// More than half of those who may vote and were there, not of those who voted.
		[
			{ ...adopted, ...votes(2) },
			MEETING,
			false,
			"With these votes the self-assessment was not adopted.",
		],
		[{ ...adopted, ...votes(3) }, MEETING, false, ""],
		[{ ...adopted, ...votes(60) }, { name: "m1", voters: null }, false, ""],
	];
	for (const [adoption, meeting, required, wanted] of cases)
		assert.equal(problemOf(adoption, meeting, required), wanted);
});
