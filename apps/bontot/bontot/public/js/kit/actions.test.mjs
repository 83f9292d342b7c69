import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOfAction, addressOfRecord, ratingAddress, wordsOfAction } from "./actions.mjs";

test("an action leads to the page that does it, filled in", () => {
	const action = {
		doctype: "Meeting",
		defaults: { meeting_kind: "Cell Thematic", organization: "TC0000042", place: "" },
	};
	assert.equal(
		addressOfAction(action),
		"/app/meeting-record/new?meeting_kind=Cell+Thematic&organization=TC0000042"
	);
	assert.equal(addressOfAction({ doctype: "Summary Report" }), "/app/summary-report/new");
	assert.equal(addressOfAction(null), "");
});

test("a record opens on the page that shows it", () => {
	assert.equal(addressOfRecord("Meeting", "a b"), "/app/meeting-record/a%20b");
	assert.equal(addressOfRecord("Party Member", "x"), "/app/party-member/x");
	assert.equal(addressOfRecord("", "x"), "");
});

test("a record that wants completing opens itself", () => {
	const action = { doctype: "Yearly Target", defaults: { name: "a b" } };
	assert.equal(addressOfAction(action), "/app/yearly-target/a%20b");
	assert.equal(
		addressOfAction({ doctype: "Meeting", defaults: { name: "a b" } }),
		"/app/meeting-record/a%20b"
	);
	const fresh = { doctype: "Yearly Target", defaults: { organization: "TC1", year: 2026 } };
	assert.equal(addressOfAction(fresh), "/app/yearly-target/new?organization=TC1&year=2026");
});

test("the rating that a criterion waits for is proposed on its page, by who may", () => {
	const action = { doctype: "Annual Rating", defaults: { place: "TC1", subject: "Member", year: 2026 } };
	const meeting = { doctype: "Meeting", defaults: {} };
	assert.equal(
		ratingAddress([{ action: meeting }, { action }]),
		"/app/yearly-rating?place=TC1&subject=Member&year=2026"
	);
	for (const missing of [undefined, [], [{ action: {} }], [{ action: meeting }]])
		assert.equal(ratingAddress(missing), "");
});

test("what is late is recorded, not scheduled; what is there is completed", () => {
	const words = (action, due_on) => wordsOfAction({ action, due_on }, "2026-12-02", (text) => text);
	assert.equal(words({ doctype: "Meeting" }, "2026-12-31"), "Schedule it");
	assert.equal(words({ doctype: "Meeting" }), "Schedule it");
	assert.equal(words({ doctype: "Meeting" }, "2026-02-28"), "Record it");
	assert.equal(words({ doctype: "Meeting", defaults: { name: "BH-1" } }, "2026-02-28"), "Complete it");
	assert.equal(words({ doctype: "Yearly Target" }, "2026-02-28"), "Add it");
});
