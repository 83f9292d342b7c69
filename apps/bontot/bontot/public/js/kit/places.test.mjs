import assert from "node:assert/strict";
import { test } from "node:test";
import { guideOf, placeOf, PLACES } from "./places.mjs";

const label = (name, ...parts) => placeOf({ name, parts })?.label;

test("each place stands at its own address", () => {
	for (const place of PLACES) {
		const [, , name, ...parts] = place.address.split("/");
		assert.equal(placeOf({ name, parts }), place);
	}
});

test("pages of one document stand at the place whose list names it", () => {
	assert.equal(label("meeting-record", "SH-1"), "Meetings");
	assert.equal(label("self-assessment", "F-1"), "Assessments");
	assert.equal(label("yearly-rating"), "Assessments");
});

test("what has no list there stands at none", () => {
	assert.equal(label("appraisal-queue"), undefined);
	assert.equal(label("unit-records"), undefined);
});

test("every page has a guide", () => {
	assert.equal(guideOf("appraisal-queue"), "/huong-dan/tham-dinh");
	assert.equal(guideOf("meeting-record"), "/huong-dan/bi-thu-chi-bo");
});
