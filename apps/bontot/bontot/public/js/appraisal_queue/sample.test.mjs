import assert from "node:assert/strict";
import { test } from "node:test";
import { afterOpening, nextToOpen } from "./sample.mjs";

const drawn = [
	{ evaluation: "a", organization_name: "Chi bộ A", opened: true },
	{ evaluation: "b", organization_name: "Chi bộ B", opened: false },
	{ evaluation: "c", organization_name: "Chi bộ C", opened: false },
];

test("drawn files are opened one after the other", () => {
	assert.equal(nextToOpen(drawn).evaluation, "b");
	const once = afterOpening(drawn, "b");
	assert.equal(nextToOpen(once).evaluation, "c");
	assert.equal(nextToOpen(afterOpening(once, "c")), null);
	assert.equal(nextToOpen([]), null);
	assert.equal(drawn[1].opened, false);
});

test("opening another file opens none of them", () => {
	assert.deepEqual(afterOpening(drawn, "x"), drawn);
});
