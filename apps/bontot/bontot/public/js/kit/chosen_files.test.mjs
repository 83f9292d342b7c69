import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, ending, named, sorted } from "./chosen_files.mjs";

const ENDINGS = ["pdf", "docx", "jpg", "jpeg", "png"];
const file = (name, type = "") => ({ name, type });

test("pictures are pages in their order, papers are minutes, the rest is neither", () => {
	const names = ["2.JPG", "biên bản.pdf", "1.png", "a.exe", "b.heic", "c.docx", "d.jpeg"];
	const found = sorted(
		names.map((name) => file(name)),
		ENDINGS
	);
	const told = Object.fromEntries(
		Object.entries(found).map(([kind, files]) => [kind, files.map((one) => one.name)])
	);
	assert.deepEqual(told, {
		pictures: ["2.JPG", "1.png", "d.jpeg"],
		papers: ["biên bản.pdf", "c.docx"],
		others: ["a.exe", "b.heic"],
	});
});

test("a camera that gives no ending says the type", () => {
	assert.equal(ending(file("image", "image/jpeg")), "jpg");
	assert.equal(ending(file("image", "image/heic")), "");
	assert.equal(ending(file(".png")), "");
	assert.equal(ending(file("a.b.PDF", "image/png")), "pdf");
});

test("the chooser and the words name the same kinds", () => {
	assert.equal(accepted(ENDINGS), ".pdf,.docx,.jpg,.jpeg,.png");
	assert.equal(named(ENDINGS), "PDF, DOCX, JPG, JPEG, PNG");
	const refused = ["a.csv", "b.svg", "c.txt"].map((name) => file(name));
	assert.deepEqual(sorted([...refused, file("d.pdf")], ENDINGS).others, refused);
});
