import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, badge } from "./bell_words.mjs";

test("the badge counts, shows nothing for nothing, and says when there may be more", () => {
	assert.equal(badge(0, 20), "");
	assert.equal(badge(3, 20), "3");
	assert.equal(badge(20, 20), "20+");
});

test("a notice of ours leads where its text says", () => {
	const text = '<p><a href="/app/yearly-rating?place=A&amp;year=2026">Xếp loại</a></p>';
	assert.equal(addressOf({ email_content: text }), "/app/yearly-rating?place=A&year=2026");
});

test("what is none of ours, or leads out of the desk, leads where the framework says", () => {
	assert.equal(addressOf({ email_content: '<a href="/app/user">x</a>', from_user: "a@b.vn" }), "");
	assert.equal(addressOf({ email_content: '<a href="https://x.vn/app/user">x</a>' }), "");
	assert.equal(addressOf({ email_content: null }), "");
});
