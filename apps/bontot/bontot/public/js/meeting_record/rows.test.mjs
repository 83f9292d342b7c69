import assert from "node:assert/strict";
import test from "node:test";
import {
	count,
	keyed,
	lacksReasonOfAbsence,
	nextMark,
	outgoing,
	paperStanding,
	takeNames,
	tooManyVotes,
	toTimeInput,
	withDate,
	withTime,
} from "./rows.mjs";

test("a tap goes through the three marks and back", () => {
	assert.deepEqual(["Present", "Excused", "Unexcused"].map(nextMark), ["Excused", "Unexcused", "Present"]);
});

test("only members who count are counted", () => {
	const rows = [
		{ is_counted: true, attendance: "Present" },
		{ is_counted: true, attendance: "Excused" },
		{ is_counted: false, attendance: "Present" },
	];
	assert.deepEqual(count(rows), { expected: 2, Present: 1, Excused: 1, Unexcused: 0 });
});

test("empty rows and fields that are only shown are not sent", () => {
	const rows = keyed([{ name: "a", topic: "Một", shown: 1 }, { topic: "  " }, { topic: "Hai" }]);
	const { values, keys } = outgoing("agenda", rows);
	assert.deepEqual(
		values.map((row) => [row.name, row.topic]),
		[
			["a", "Một"],
			[null, "Hai"],
		]
	);
	assert.deepEqual(keys, [rows[0].key, rows[2].key]);
	assert.ok(!("shown" in values[0]));
});

test("names from the server reach the rows that were sent, also when rows came or went meanwhile", () => {
	const rows = keyed([{ topic: "Một" }, { topic: "Hai" }]);
	const { keys } = outgoing("agenda", rows);
	const now = [rows[1], ...keyed([{ topic: "Mới" }])];
	takeNames(now, keys, [{ name: "x" }, { name: "y" }]);
	assert.deepEqual(
		now.map((row) => row.name),
		["y", undefined]
	);
});

test("times for inputs and back", () => {
	assert.equal(toTimeInput("8:05:00"), "08:05");
	assert.equal(toTimeInput(null), "");
	assert.equal(withDate("2026-11-24 10:32:05.123", "2026-11-20"), "2026-11-20 10:32:05");
	assert.equal(withDate(null, "2026-11-20"), "2026-11-20 08:00:00");
	assert.equal(withDate("2026-11-24 10:32:05", ""), null);
	assert.equal(withTime("2026-11-24 10:32:05", "07:15"), "2026-11-24 07:15:00");
});

test("papers three whole days ahead", () => {
	assert.deepEqual(paperStanding("2026-05-17 23:00:00", "2026-05-20", 3), { days: 3, inTime: true });
	assert.deepEqual(paperStanding("2026-05-18 00:00:00", "2026-05-20", 3), { days: 2, inTime: false });
	assert.equal(paperStanding(null, "2026-05-20", 3), null);
});

test("more votes than people in the room", () => {
	const roll = [
		{ is_counted: true, attendance: "Present" },
		{ is_counted: true, attendance: "Excused" },
		{ is_counted: false, attendance: "Present", member_state: "Temporarily In" },
		{ is_counted: false, attendance: "Present", member_state: "Exempt" },
	];
	assert.deepEqual(tooManyVotes({ votes_for: 2, votes_against: 1 }, roll, {}), { votes: 3, room: 2 });
	assert.equal(tooManyVotes({ votes_for: 2, votes_against: 0 }, roll, {}), null);
	const byNumber = { headcount_present: 4 };
	assert.deepEqual(tooManyVotes({ votes_for: 5 }, [], byNumber), { votes: 5, room: 4 });
	assert.equal(tooManyVotes({ votes_for: 5 }, [], {}), null); // nobody has called the roll yet
});

test("absent with reason, and none is written", () => {
	const row = { is_counted: 1, attendance: "Excused", reason: " " };
	assert.equal(lacksReasonOfAbsence(row), true);
	assert.equal(lacksReasonOfAbsence({ ...row, reason: "Ốm" }), false);
	assert.equal(lacksReasonOfAbsence({ ...row, attendance: "Unexcused" }), false);
	assert.equal(lacksReasonOfAbsence({ ...row, is_counted: 0 }), false);
});
