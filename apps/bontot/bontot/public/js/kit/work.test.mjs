import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, hasEnded } from "./work.mjs";

async function pass(context, times) {
	for (let time = 0; time < times; time++) {
		context.mock.timers.tick(30000);
		for (let turn = 0; turn < 5; turn++) await Promise.resolve();
	}
}

function answering(answers) {
	const asked = [];
	return [asked, async () => (asked.push(1), answers[asked.length - 1])];
}

test("work is asked after until it has ended, through a question that fails", async (context) => {
	context.mock.timers.enable({ apis: ["setTimeout"] });
	const heard = [];
	const answers = [{ state: "Running" }, null, Promise.reject(new Error("offline")), { state: "Done" }];
	answers[2].catch(() => {}); // until it is asked for
	const [asked, ask] = answering(answers);
	follow(ask, (message) => heard.push(message.state));
	await pass(context, 8);
	assert.deepEqual(heard, ["Running", "Done"]);
	assert.equal(asked.length, 4);
});

test("whoever leaves hears nothing more, of a question on its way either", async (context) => {
	context.mock.timers.enable({ apis: ["setTimeout"] });
	const heard = [];
	let answer;
	const end = follow(
		() => new Promise((resolve) => (answer = resolve)),
		(message) => heard.push(message)
	);
	await pass(context, 1);
	end();
	answer({ state: "Running" });
	await pass(context, 3);
	assert.deepEqual(heard, []);
});

test("what waits or runs has not ended", () => {
	const states = ["Pending", "Running", "Done", "Failed"];
	assert.deepEqual(
		states.map((state) => hasEnded({ state })),
		[false, false, true, true]
	);
	assert.equal(hasEnded(null), false);
});
