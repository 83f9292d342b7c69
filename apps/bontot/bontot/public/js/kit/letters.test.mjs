import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLetters, chosenLetters, showLetters } from "./letters.mjs";

function device() {
	const kept = new Map();
	const marks = new Map();
	return {
		store: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) },
		root: {
			setAttribute: (name, value) => marks.set(name, value),
			removeAttribute: (name) => marks.delete(name),
		},
		mark: () => marks.get("data-bt-letters"),
	};
}

test("a choice is kept and shown", () => {
	const { store, root, mark } = device();
	assert.equal(chosenLetters(store), "");
	chooseLetters("large", store, root);
	assert.deepEqual([chosenLetters(store), mark()], ["large", "large"]);
	chooseLetters("", store, root);
	assert.deepEqual([chosenLetters(store), mark()], ["", undefined]);
});

test("what is no size is none", () => {
	const { store, root, mark } = device();
	store.setItem("bontot-letters", "huge");
	showLetters(chosenLetters(store), root);
	assert.equal(mark(), undefined);
});

test("a browser that keeps nothing shows the choice all the same", () => {
	const { root, mark } = device();
	chooseLetters("largest", null, root);
	assert.equal(mark(), "largest");
});
