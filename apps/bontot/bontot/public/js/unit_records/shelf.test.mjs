import assert from "node:assert/strict";
import { test } from "node:test";
import { shelf } from "./shelf.mjs";

const WORKSPACES = [
	{ name: "Cell Secretary", module: "Synthesis", public: 1 },
	{ name: "Cell Secretary-me@x", module: "Synthesis", public: 0 },
	{ name: "Users", module: "Core", public: 1 },
];

test("the three books of the bar stand there for everybody", () => {
	const found = shelf({ kinds: [], pages: [], workspaces: [] }).map((book) => book.address);
	assert.deepEqual(found, [
		"/app/unit-records/meetings",
		"/app/unit-records/members",
		"/app/unit-records/assessments",
	]);
});

test("only what the person's roles open stands there", () => {
	const found = shelf({ kinds: ["Yearly Target"], pages: ["yearly-rating"], workspaces: WORKSPACES });
	assert.deepEqual(
		found.slice(3).map((book) => book.address),
		["/app/yearly-rating", "/app/yearly-target", "/app/cell-secretary"]
	);
});
