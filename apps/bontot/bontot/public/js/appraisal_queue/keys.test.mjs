import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf } from "./keys.mjs";

test("keys lead to commands, in either case", () => {
	for (const [key, wanted] of [
		["j", "next"],
		["K", "previous"],
		["Enter", "open"],
		["o", "sample"],
		["A", "agree"],
		["r", "return"],
		["X", "select"],
		["?", "help"],
		["z", ""],
	]) {
		assert.equal(commandOf({ key, target: { tagName: "DIV" } }), wanted);
	}
});

test("typing, modifiers and a focused button keep their own keys", () => {
	assert.equal(commandOf({ key: "a", target: { tagName: "TEXTAREA" } }), "");
	assert.equal(commandOf({ key: "a", target: { tagName: "INPUT", type: "search" } }), "");
	assert.equal(commandOf({ key: "x", target: { tagName: "INPUT", type: "checkbox" } }), "select");
	assert.equal(commandOf({ key: "a", ctrlKey: true, target: { tagName: "DIV" } }), "");
	assert.equal(commandOf({ key: "Enter", target: { tagName: "BUTTON" } }), "");
	assert.equal(commandOf({ key: "a", isComposing: true, target: { tagName: "DIV" } }), "");
});

test("a key that is held runs along the list and does nothing else", () => {
	const held = (key) => commandOf({ key, repeat: true, target: { tagName: "DIV" } });
	assert.deepEqual(["j", "k"].map(held), ["next", "previous"]);
	assert.deepEqual(["a", "r", "x", "o", "Enter", "?"].map(held), ["", "", "", "", "", ""]);
});
