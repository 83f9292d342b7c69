import assert from "node:assert/strict";
import test from "node:test";
import { partsOf, within } from "./addresses.mjs";

const ORIGIN = "http://thu.example:8000";
const PAGES = ["my-work", "self-assessment"];
const click = { button: 0 };
const at = (href, event = click, link = {}) =>
	within({ href: ORIGIN + href, target: "", download: false, ...link }, event, ORIGIN, PAGES);

test("parts of an address", () => {
	assert.deepEqual(partsOf("/app/self-assessment/a%20b/"), ["self-assessment", "a b"]);
	assert.deepEqual(partsOf("/app"), []);
});

test("pages that are shown here", () => {
	assert.equal(at("/app/my-work/me?x=1#y"), "/app/my-work/me?x=1#y");
	assert.equal(at("/app/self-assessment/a%20b"), "/app/self-assessment/a%20b");
});

test("the browser follows all else", () => {
	assert.equal(at("/app/review-period/new"), "");
	assert.equal(at("/huong-dan/README"), "");
	assert.equal(within({ href: "https://other.example/app/my-work" }, click, ORIGIN, PAGES), "");
	assert.equal(at("/app/my-work", { button: 1 }), "");
	assert.equal(at("/app/my-work", { button: 0, ctrlKey: true }), "");
	assert.equal(at("/app/my-work", click, { target: "_blank" }), "");
	assert.equal(at("/app/my-work", click, { download: true }), "");
});
