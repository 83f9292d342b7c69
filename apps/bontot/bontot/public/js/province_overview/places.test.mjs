import assert from "node:assert/strict";
import test from "node:test";
import { addressOf, placeOf } from "./places.mjs";

const partsOf = (address) => address.split("?")[0].split("/").slice(3).map(decodeURIComponent);

test("an address comes back as it was asked", () => {
	const cases = [
		{ organization: "TC0000001", figure: "", kind: "", sector: "" },
		{ organization: "TC0000001", figure: "waiting:co_so", kind: "Grassroots Organization", sector: "" },
		{ organization: "TC0000001", figure: "overdue", kind: "", sector: "" },
		{ organization: "TC0000001", figure: "eligible", kind: "", sector: "-" },
	];
	for (const place of cases) assert.deepEqual(placeOf(partsOf(addressOf(place))), place);
});

test("the period goes along in the query", () => {
	assert.equal(
		addressOf({ organization: "TC1", period: "K 1" }),
		"/app/province-overview/TC1?period=K%201"
	);
});
