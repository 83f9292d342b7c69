import assert from "node:assert/strict";
import { test } from "node:test";
import { isReason, withSuggestion } from "./reason.mjs";

test("a suggestion goes behind what was typed, which stays", () => {
	for (const [typed, wanted] of [
		["", "Thiếu minh chứng"],
		["  ", "Thiếu minh chứng"],
		["Xem lại số liệu", "Xem lại số liệu. Thiếu minh chứng"],
		["Xem lại số liệu. ", "Xem lại số liệu. Thiếu minh chứng"],
		["Thiếu minh chứng của quý II", "Thiếu minh chứng của quý II"],
	]) {
		assert.equal(withSuggestion(typed, "Thiếu minh chứng", 2000), wanted);
	}
});

test("a reason is something that can be read", () => {
	for (const [text, wanted] of [
		[undefined, false],
		["   ", false],
		["Sai.", false],
		["Thiếu", true],
	])
		assert.equal(isReason(text), wanted);
	assert.equal(isReason("", 0), true);
});

test("nothing is cut off: what does not fit is not added", () => {
	assert.equal(withSuggestion("12345", "678", 10), "12345. 678");
	assert.equal(withSuggestion("12345", "678", 9), "12345");
});
