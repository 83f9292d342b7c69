import assert from "node:assert/strict";
import { test } from "node:test";
import { createDrafts } from "./drafts.mjs";

function store(broken = false) {
	const kept = new Map();
	const fail = () => {
		throw new Error("QuotaExceededError");
	};
	return {
		kept,
		getItem: broken ? fail : (key) => kept.get(key) ?? null,
		setItem: broken ? fail : (key, value) => kept.set(key, value),
		removeItem: broken ? fail : (key) => kept.delete(key),
	};
}

const CHOSEN = { self_result: "Not Met", remark: "" };

test("what was chosen is there after a reload, as long as nobody has written since", () => {
	const storage = store();
	createDrafts(storage, "a").keep("dk_1", CHOSEN, 3);
	assert.deepEqual(createDrafts(storage, "a").take("dk_1", 3), CHOSEN);
	assert.deepEqual(createDrafts(storage, "a").names(), ["dk_1"]);
	assert.equal(createDrafts(storage, "b").take("dk_1", 3), null);
	assert.equal(createDrafts(storage, "a").take("dk_2", 3), null);
});

test("a draft on an older revision is forgotten", () => {
	const storage = store();
	createDrafts(storage, "a").keep("dk_1", CHOSEN, 3);
	assert.equal(createDrafts(storage, "a").take("dk_1", 4), null);
	assert.equal(createDrafts(storage, "a").take("dk_1", 3), null);
	assert.equal(storage.kept.size, 0);
});

test("what this page saved itself does not make it older", () => {
	const drafts = createDrafts(store(), "a");
	drafts.rebase("dk_1", 4);
	assert.deepEqual(drafts.names(), []);
	drafts.keep("dk_1", CHOSEN, 3);
	drafts.rebase("dk_1", 4);
	assert.deepEqual(drafts.take("dk_1", 4), CHOSEN);
});

test("a draft that could be sent is dropped, and the last one leaves no trace", () => {
	const storage = store();
	const drafts = createDrafts(storage, "a");
	drafts.keep("dk_1", CHOSEN, 3);
	drafts.keep("dk_2", CHOSEN, 1);
	drafts.drop("dk_1");
	assert.deepEqual(drafts.names(), ["dk_2"]);
	drafts.drop("dk_2");
	assert.equal(storage.kept.size, 0);
});

test("a store that is full, forbidden or unreadable stops nobody", () => {
	const drafts = createDrafts(store(true), "a");
	drafts.keep("dk_1", CHOSEN, 3);
	drafts.drop("dk_1");
	assert.equal(drafts.take("dk_1", 3), null);
	const storage = store();
	storage.setItem("a", "{half");
	assert.equal(createDrafts(storage, "a").take("dk_1", 3), null);
});
