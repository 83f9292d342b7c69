import assert from "node:assert/strict";
import { test } from "node:test";
import { byYear } from "./assessments.mjs";

test("every year that has a file or a rating stands there, the latest first", () => {
	const found = byYear([{ year: 2025 }, { year: 2026 }], [{ year: 2024 }, { year: 2026 }]);
	assert.deepEqual(
		found.map((year) => [year.year, year.files.length, year.ratings.length]),
		[
			[2026, 1, 1],
			[2025, 1, 0],
			[2024, 0, 1],
		]
	);
});
