import assert from "node:assert/strict";
import test from "node:test";
import { translator } from "./words.mjs";

const words = translator({ "Sent. It awaits {0} now.": "Đã gửi. Đang chờ {0}.", Empty: "" });

test("words are translated and filled in", () => {
	assert.equal(words("Sent. It awaits {0} now.", ["Đảng ủy xã"]), "Đã gửi. Đang chờ Đảng ủy xã.");
	assert.equal(words("{0} of {1}", [0, "ba"]), "0 of ba");
});

test("what has no translation stays, and so does what is no text", () => {
	assert.equal(words("Empty"), "Empty");
	assert.equal(words("{0} and {2}", ["a"]), "a and {2}");
	assert.equal(words(undefined), undefined);
	assert.equal(words(3), 3);
});
