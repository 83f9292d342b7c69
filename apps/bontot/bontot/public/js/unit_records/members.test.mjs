import assert from "node:assert/strict";
import { test } from "node:test";
import { fold } from "../kit/fold.mjs";
import { found } from "./members.mjs";

const MEMBERS = ["Đặng Thị Ưng", "Đào Hữu Phúc", "Hà Bá Anh"].map((full_name) => ({ full_name }));
const names = (text) => found(MEMBERS, text).map((member) => member.full_name);

test("marks and case do not matter", () => {
	assert.equal(fold("Đặng ƯNG"), "dang ung");
	assert.deepEqual(names("dang"), ["Đặng Thị Ưng"]);
	assert.deepEqual(names("ĐÀO phu"), ["Đào Hữu Phúc"]);
});

test("nothing typed shows everybody, what begins no word nobody", () => {
	assert.equal(names(" ").length, 3);
	assert.deepEqual(names("nh"), []);
});
