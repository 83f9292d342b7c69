import assert from "node:assert/strict";
import { test } from "node:test";
import { recallWords } from "./recall.mjs";

const as_it_is = (text) => text;

test("a cell's file goes back to the cell, another's to the organization", () => {
	const cell = recallWords({ is_cell: true }, as_it_is);
	assert.match(cell.ask, /to the cell\?/);
	assert.match(cell.done, /with the cell\./);
	const other = recallWords({ is_cell: false }, as_it_is);
	assert.match(other.ask, /to the organization\?/);
	assert.match(other.done, /with the organization\./);
});
