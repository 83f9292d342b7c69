import assert from "node:assert/strict";
import { test } from "node:test";
import { periodWords } from "./periods.mjs";

test("a file is named by its period, whatever kind of review that is", () => {
	const words = (period_kind) =>
		periodWords({ period_kind, year: 2026 }, (text, [year]) => text.replace("{0}", year));
	assert.equal(words("Year"), "Year 2026");
	assert.equal(words("Six-Month"), "Six-month review 2026");
	assert.equal(words("Quarter"), "Interim review 2026");
});
