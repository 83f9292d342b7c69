import assert from "node:assert/strict";
import { test } from "node:test";
import { quoted } from "./attributes.mjs";

const SCRIPT = `x" onanimationstart=ran(1) $' <b>`;
const link = (name) => `<a href="/app/x" data-name="${name}" data-value="${name}">Chi bộ</a>`;

test("a quotation mark ends no attribute", () => {
	const html = quoted(link(SCRIPT), [SCRIPT]);
	assert.equal(html, link("x&quot; onanimationstart=ran(1) $' &lt;b&gt;"));
});

test("what has none stays as it is, and so does what stands elsewhere", () => {
	assert.equal(quoted(link("Chi bộ 1"), ["Chi bộ 1"]), link("Chi bộ 1"));
	assert.equal(quoted(`<b>a"b</b>`, [`a"b`]), `<b>a"b</b>`);
});
