import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, differs, lacks, pointsTotal, resultOf, sections, withoutEvidence } from "./answers.mjs";

const item = (values) => ({
	self_result: "",
	computed_result: "",
	remark: "",
	evidence: [],
	...values,
});

test("the result that counts", () => {
	const cases = [
		[{}, ""],
		[{ computed_result: "Met" }, "Met"],
		[{ computed_result: "Met", self_result: "Not Met" }, "Not Met"],
		[{ computed_result: "Awaiting Rating", self_result: "Met" }, "Awaiting Rating"],
		[{ self_result: "Met" }, "Met"],
	];
	for (const [values, wanted] of cases) assert.equal(resultOf(item(values)), wanted);
});

test("what keeps an item from being sent", () => {
	assert.equal(lacks(item({})), "result");
	assert.equal(lacks(item({ computed_result: "Not Met" })), "");
	assert.equal(lacks(item({ computed_result: "Not Met", self_result: "Met" })), "reason");
	assert.equal(lacks(item({ computed_result: "Not Met", self_result: "Met", remark: "  " })), "reason");
	assert.equal(
		lacks(item({ computed_result: "Not Met", self_result: "Met", remark: "Biên bản gửi sau" })),
		""
	);
	assert.equal(lacks(item({ computed_result: "Awaiting Rating" })), "");
	assert.equal(differs(item({ computed_result: "Awaiting Rating", self_result: "Met" })), false);
});

test("a returned item is changed or answered before it goes again", () => {
	const as_returned = {
		...{ self_result: "Met", remark: "Đủ 12 buổi", points: 0 },
		...{ evidence: ["E1"], records_changed: false },
	};
	const same = { self_result: "Met", remark: " Đủ  12 buổi\n", evidence: [{ name: "E1" }] };
	const back = (values) => item({ to_mend: true, as_returned, ...same, ...values });
	const scored = { points: 6 };
	const cases = [
		[{}, "mend"],
		[{ remark: "Đủ 12 buổi, biên bản kèm theo" }, ""],
		[{ self_result: "Not Met" }, ""],
		[{ evidence: [{ name: "E2" }] }, ""],
		[{ evidence: [] }, ""],
		[{ evidence: [{ name: "E1" }, { name: "E2" }] }, ""],
		[{ as_returned: { ...as_returned, records_changed: true } }, ""],
		[{ points: { own: 6 }, as_returned: { ...as_returned, ...scored } }, "mend"],
		[{ points: { own: 7 }, as_returned: { ...as_returned, ...scored } }, ""],
		[{ to_mend: false }, ""], // it waits above again
		[{ as_returned: null }, ""],
		[{ self_result: "" }, "result"],
	];
	for (const [values, wanted] of cases) assert.equal(lacks(back(values)), wanted, JSON.stringify(values));
});

test("counts and order: returned ones stand first", () => {
	const items = [
		item({ group_key: "a", self_result: "Met" }),
		item({ group_key: "b", computed_result: "Awaiting Rating" }),
		item({ group_key: "b", self_result: "Not Met", to_mend: true }),
		item({ group_key: "b" }),
	];
	assert.deepEqual(counts(items), { total: 4, met: 1, notMet: 1, waiting: 1, answered: 3 });
	const found = sections(items, [
		{ group_key: "a", group_name: "A" },
		{ group_key: "b", group_name: "B" },
		{ group_key: "c", group_name: "C" },
	]);
	assert.deepEqual(
		found.map((section) => [section.key, section.items.length]),
		[
			["returned", 1],
			["a", 1],
			["b", 2],
		]
	);
});

test("points of scored criteria add up; where nothing is scored there are none", () => {
	const items = [
		item({ points: { most: 10, least: 6, own: 7.5 } }),
		item({ points: { most: 5, least: 3, own: null } }),
		item({ points: null }),
	];
	assert.deepEqual(pointsTotal(items), { given: 7.5, most: 15 });
	assert.deepEqual(pointsTotal([item({})]), { given: 0, most: 0 });
	assert.equal(resultOf(item({ self_result: "Met", appraised_result: "Not Met" })), "Not Met");
});

test("what is said to be met and nothing stands behind", () => {
	const wanting = (values) => item({ evidence_wanted: "Biên bản.", ...values });
	const bare = wanting({ criterion_key: "bare", self_result: "Met" });
	const others = [
		wanting({ self_result: "Met", evidence: [{}] }),
		wanting({ self_result: "Not Met" }),
		wanting({ self_result: "Met", computed_result: "Met" }), // the records stand behind it
		wanting({ self_result: "Met", evidence_wanted: " " }),
		wanting({}),
	];
	assert.deepEqual(withoutEvidence([bare, ...others]), [bare]);
});
