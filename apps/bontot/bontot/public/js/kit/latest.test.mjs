import assert from "node:assert/strict";
import { test } from "node:test";
import { latest, settled } from "./latest.mjs";

test("an answer that comes late is not shown over a newer one", async () => {
	const turn = latest();
	const shown = [];
	const answers = {};
	async function load(question) {
		const mine = turn();
		const found = await new Promise((resolve) => (answers[question] = resolve));
		if (!mine()) return;
		shown.push(found);
	}
	const both = [load("first"), load("second")];
	answers.second("answer to the second");
	answers.first("answer to the first");
	await Promise.all(both);
	assert.deepEqual(shown, ["answer to the second"]);
});

test("each counter counts its own questions", () => {
	const [one, other] = [latest(), latest()];
	const mine = one();
	other();
	other();
	assert.equal(mine(), true);
	one();
	assert.equal(mine(), false);
});

test("a search waits for the end of the word", (context) => {
	context.mock.timers.enable({ apis: ["setTimeout"] });
	const searched = [];
	const search = settled((text) => searched.push(text));
	for (const text of ["n", "nà", "nà m"]) {
		search(text);
		context.mock.timers.tick(299);
	}
	assert.deepEqual(searched, []);
	context.mock.timers.tick(1);
	assert.deepEqual(searched, ["nà m"]);
});

test("at once does not search a second time, and what is cancelled is not done", (context) => {
	context.mock.timers.enable({ apis: ["setTimeout"] });
	const searched = [];
	const search = settled((text) => searched.push(text));
	search("typed");
	search.now("entered");
	search("left");
	search.cancel();
	context.mock.timers.tick(1000);
	assert.deepEqual(searched, ["entered"]);
});
