import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, plainText, serverMessages } from "./failure.mjs";

const say = (text) => text;
const refusal = (message, title) => ({
	exc_type: "FileMovedError",
	_server_messages: JSON.stringify([JSON.stringify({ message, title })]),
});

test("a refusal says what the server said, without markup", () => {
	const error = failure(417, refusal("Hồ sơ <b>đã gửi</b>.<br>Rút lại trước.", "Không lưu được"), say);
	assert.equal(error.kind, "refused");
	assert.equal(error.message, "Hồ sơ đã gửi. Rút lại trước.");
	assert.equal(error.title, "Không lưu được");
	assert.equal(error.type, "FileMovedError");
	assert.equal(error.passing, false);
});

test("a crash shows no traceback and no server text", () => {
	const body = { exc: '["Traceback…"]', ...refusal("KeyError: 'x'", "") };
	const error = failure(500, body, say);
	assert.equal(error.kind, "server");
	assert.doesNotMatch(error.message, /KeyError|Traceback/);
});

test("what passes by itself is told from what does not", () => {
	for (const status of [502, 503, 504, 508, 429]) assert.equal(failure(status, null, say).passing, true);
	assert.equal(failure(417, { exc_type: "QueryDeadlockError" }, say).passing, true);
	for (const status of [403, 404, 413, 417, 500]) assert.equal(failure(status, null, say).passing, false);
});

test("an ended session is recognised in each of its shapes", () => {
	assert.equal(failure(401, null, say).kind, "session");
	assert.equal(failure(400, { exc_type: "CSRFTokenError" }, say).kind, "session");
	assert.equal(failure(403, refusal("Guest …", ""), say, { signedOut: true }).kind, "session");
	assert.equal(failure(403, null, say).kind, "refused");
});

test("what may not be read names no document", () => {
	const body = {
		...refusal("Đánh giá TC0000001-x không tìm thấy", "Message"),
		exc_type: "DoesNotExistError",
	};
	assert.doesNotMatch(failure(404, body, say).message, /TC0/);
	const denied = { exc_type: "PermissionError" };
	assert.equal(failure(403, denied, say, { reading: true }).kind, "missing");
	assert.equal(failure(403, denied, say).kind, "refused");
	assert.equal(failure(417, refusal("Vì sao", "Message"), say).title, "");
});

test("messages in odd shapes do not break the reader", () => {
	assert.deepEqual(serverMessages({ _server_messages: "not json" }), []);
	assert.deepEqual(serverMessages({ _server_messages: '["plain"]' }), [{ message: "plain", title: "" }]);
	assert.equal(plainText("<p>a</p><p>b &amp; c</p>"), "a b & c");
});
