import assert from "node:assert/strict";
import { test } from "node:test";
import { createDrafts } from "../kit/drafts.mjs";
import { EXCELLENT, WELL } from "./cap.mjs";
import {
	blank,
	isUnanswered,
	most,
	ownCap,
	progress,
	returnOf,
	standingOf,
	takeUp,
	takeUpAnswers,
	toPropose,
} from "./proposing.mjs";

const RULE = { percent: 20, base: "well_completed", rounding: "down" };
const row = (name, more = {}) => ({ name, state: "", may: { propose: true }, ...more });
const names = (rows) => rows.map((one) => one.name);

test("a proposal takes whoever is not proposed and has a grade, and who is proposed with another one", () => {
	const rows = [
		row("new"),
		row("blank"),
		row("returned", { state: "Returned", proposed_grade: EXCELLENT }),
		row("proposed", { state: "Proposed", proposed_grade: WELL }),
		row("changed", { state: "Proposed", proposed_grade: WELL }),
		row("decided", { state: "Decided", grade: WELL, may: { propose: false } }),
	];
	const chosen = { new: WELL, changed: EXCELLENT, proposed: WELL };
	assert.deepEqual(names(toPropose(rows, chosen, {})), ["new", "changed"]);
	assert.deepEqual(names(blank(rows, chosen)), ["blank"]);
	assert.deepEqual(progress(rows), { unproposed: 3, waiting: 2, decided: 1 });
});

test("one that came back is changed or answered before it is proposed again", () => {
	const back = row("back", { state: "Returned", proposed_grade: WELL, remark: "Đã nêu" });
	const sent = (chosen, remarks) => names(toPropose([back], chosen, remarks)).length;
	assert.equal(sent({}, {}), 0);
	assert.equal(sent({}, { back: "  " }), 0);
	assert.equal(sent({}, { back: "Đã nêu " }), 0);
	assert.equal(sent({}, { back: "Có khen thưởng" }), 1);
	assert.equal(sent({ back: EXCELLENT }, {}), 1);
	assert.equal(isUnanswered(row("new"), {}, {}), false);
});

test("the number that may be excellent is one that can be chosen: 20 % of those left are enough", () => {
	assert.deepEqual(
		[0, 1, 5, 6, 14, 22, 24].map((good) => most(RULE, good)),
		[0, 0, 0, 1, 2, 3, 4]
	);
	for (let good = 0; good < 60; good++) {
		const found = most(RULE, good);
		assert.ok(5 * found <= good - found);
		assert.ok(5 * (found + 1) > good - found - 1);
	}
	assert.equal(most({ ...RULE, base: "well_completed_or_better" }, 10), 2);
	assert.equal(most({ ...RULE, percent: 100, base: "well_completed_or_better" }, 3), 3);
});

test("who has no grade yet counts as good, who is rated lower does not", () => {
	const rows = ["a", "b", "c", "d", "e", "f"].map((name) => row(name));
	assert.deepEqual(ownCap(rows, { a: EXCELLENT }, RULE), { excellent: 1, most: 1, over: false });
	const lower = ownCap(rows, { a: EXCELLENT, b: "Duly Completed" }, RULE);
	assert.deepEqual(lower, { excellent: 1, most: 0, over: true });
	assert.equal(ownCap(rows, {}, null), null);
});

function memory() {
	const kept = new Map();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => kept.set(key, value),
		removeItem: (key) => kept.delete(key),
	};
}

test("what is kept on the device comes back while nobody wrote meanwhile, and only for who may still act", () => {
	const drafts = createDrafts(memory(), "place");
	const rows = [row("a"), row("b"), row("c", { may: {} }), row("e")];
	for (const one of rows) drafts.keep(one.name, WELL, standingOf(one));
	drafts.keep("gone", WELL, standingOf(rows[0]));
	drafts.keep("e", "no grade", standingOf(rows[3]));
	rows[1] = row("b", { state: "Proposed", proposed_grade: EXCELLENT });
	assert.deepEqual(takeUp(rows, drafts, [EXCELLENT, WELL]), { a: WELL });
	assert.deepEqual(drafts.names(), ["a"]);
});

test("an answer kept on the device holds while what it answers stands as it came back", () => {
	const drafts = createDrafts(memory(), "place");
	const came = (name, more = {}) =>
		row(name, { state: "Returned", proposed_grade: WELL, return_reason: "Xem lại", ...more });
	const rows = [came("a"), came("b"), came("c"), came("d")];
	for (const one of rows) drafts.keep(one.name, "Đã rà soát", returnOf(one));
	rows[1] = came("b", { return_reason: "Chưa rõ" });
	rows[2] = came("c", { state: "Proposed" });
	rows[3] = came("d", { may: {} });
	assert.deepEqual(takeUpAnswers(rows, drafts), { a: "Đã rà soát" });
	assert.deepEqual(drafts.names(), ["a"]);
	assert.equal(isUnanswered(rows[0], {}, takeUpAnswers(rows, drafts)), false);
});
