import assert from "node:assert/strict";
import { test } from "node:test";
import { createSaveQueue } from "./save_queue.mjs";

function fakeStorage() {
	const held = new Map();
	return {
		getItem: (key) => held.get(key) ?? null,
		setItem: (key, value) => held.set(key, value),
		removeItem: (key) => held.delete(key),
	};
}

/** Timers that run when told to. */
function fakeTimers() {
	let serial = 0;
	const due = new Map();
	return {
		setTimeout: (run) => due.set(++serial, run) && serial,
		clearTimeout: (id) => due.delete(id),
		async run() {
			const ready = [...due.values()];
			due.clear();
			for (const each of ready) await each();
		},
		get size() {
			return due.size;
		},
	};
}

function queueWith(send, { storage = fakeStorage(), timers = fakeTimers() } = {}) {
	let serial = 0;
	const queue = createSaveQueue({ send, storage, timers, place: "here", uniqueKey: () => `k${++serial}` });
	return { queue, storage, timers };
}

const offline = Object.assign(new Error("offline"), { passing: true });
const refused = Object.assign(new Error("refused"), { passing: false });

test("typing is sent once, the last of it", async () => {
	const sent = [];
	const { queue, timers } = queueWith(async (name, change) => sent.push([name, change.value, change.base]));
	queue.put("a", 1, 7);
	queue.put("a", 2, 7);
	assert.equal(queue.state().phase, "saving");
	await timers.run();
	assert.deepEqual(sent, [["a", 2, 7]]);
	assert.equal(queue.state().phase, "saved");
});

test("a lost answer is sent again under the same key, before what was typed since", async () => {
	const sent = [];
	let up = false;
	const { queue, timers } = queueWith(async (name, change) => {
		sent.push([change.value, change.key]);
		if (!up) throw offline;
	});
	queue.put("a", 1);
	await timers.run();
	assert.equal(queue.state().phase, "waiting");
	queue.put("a", 2);
	up = true;
	await timers.run();
	await timers.run();
	assert.deepEqual(sent, [
		[1, "k1"],
		[1, "k1"],
		[2, "k2"],
	]);
	assert.equal(queue.state().phase, "saved");
});

test("an unsent change survives the page and is sent by the next one", async () => {
	const storage = fakeStorage();
	const first = queueWith(async () => Promise.reject(offline), { storage });
	first.queue.put("a", "typed", 3);
	await first.timers.run();
	first.queue.close();

	const sent = [];
	const second = queueWith(async (name, change) => sent.push(change), { storage });
	assert.deepEqual(second.queue.restore(), { a: "typed" });
	await second.timers.run();
	assert.deepEqual([sent[0].value, sent[0].base, sent[0].key], ["typed", 3, "k1"]);
	assert.equal(storage.getItem("here"), null);
});

test("a refusal keeps the change and is not repeated by itself", async () => {
	let calls = 0;
	const { queue, timers, storage } = queueWith(async () => {
		calls++;
		throw refused;
	});
	queue.put("a", 1, 1);
	await timers.run();
	assert.equal(queue.state().phase, "refused");
	assert.equal(queue.state().errors.a, refused);
	assert.equal(timers.size, 0);
	queue.retry(); // the network came back: no reason to ask again
	await timers.run();
	assert.equal(calls, 1);
	assert.ok(storage.getItem("here"));
});

test("insisting sends the same value on the new revision under a new key", async () => {
	const sent = [];
	let firm = false;
	const { queue, timers } = queueWith(async (name, change) => {
		sent.push([change.value, change.base, change.key]);
		if (!firm) throw refused;
	});
	queue.put("a", "mine", 1);
	await timers.run();
	firm = true;
	queue.insist("a", 2);
	await timers.run();
	assert.deepEqual(sent, [
		["mine", 1, "k1"],
		["mine", 2, "k2"],
	]);
	assert.equal(queue.state().phase, "saved");
});

test("flush sends at once and says whether all is with the server", async () => {
	const sent = [];
	const good = queueWith(async (name) => sent.push(name));
	good.queue.put("a", 1);
	good.queue.put("b", 2);
	assert.equal(await good.queue.flush(), true);
	assert.deepEqual(sent.sort(), ["a", "b"]);

	const bad = queueWith(async () => Promise.reject(offline));
	bad.queue.put("a", 1);
	assert.equal(await bad.queue.flush(), false);
});

test("what was typed meanwhile goes out on the revision its forerunner made", async () => {
	const sent = [];
	let release;
	const { queue, timers } = queueWith((name, change) => {
		sent.push([change.value, change.base]);
		return new Promise((resolve) => (release = () => resolve(change.base + 1)));
	});
	queue.put("a", "one", 4);
	const running = timers.run();
	queue.put("a", "two", 4);
	release();
	await running;
	const second = timers.run();
	release();
	await second;
	assert.deepEqual(sent, [
		["one", 4],
		["two", 5],
	]);
});

test("a corrected value takes the place of a refused one", async () => {
	const sent = [];
	const { queue, timers } = queueWith(async (name, change) => {
		sent.push([change.value, change.base]);
		if (change.value === "too long") throw refused;
	});
	queue.put("a", "too long", 2);
	await timers.run();
	queue.put("a", "short", 2);
	await timers.run();
	assert.deepEqual(sent, [
		["too long", 2],
		["short", 2],
	]);
	assert.equal(queue.state().phase, "saved");
});

test("what was typed while a save that is refused was under way goes out in its place", async () => {
	const sent = [];
	let answer;
	const { queue, timers } = queueWith((name, change) => {
		sent.push([change.value, change.base]);
		return new Promise((resolve, reject) => (answer = { resolve, reject }));
	});
	queue.put("roll", "absent", 4);
	const running = timers.run();
	queue.put("roll", "present", 4);
	answer.reject(refused);
	await running;
	assert.deepEqual(queue.state().errors, {});
	const second = timers.run();
	answer.resolve(5);
	await second;
	assert.deepEqual(sent, [
		["absent", 4],
		["present", 4],
	]);
	assert.equal(queue.state().phase, "saved");
});

test("a chain kept by an earlier visit ends with its last change, though the first is refused", async () => {
	const storage = fakeStorage();
	const first = queueWith(async () => Promise.reject(offline), { storage });
	first.queue.put("roll", "absent", 4);
	await first.timers.run();
	first.queue.put("roll", "present", 4);
	first.queue.close();

	const sent = [];
	const second = queueWith(
		async (name, change) => {
			sent.push(change.value);
			if (change.value === "absent") throw refused;
		},
		{ storage }
	);
	assert.deepEqual(second.queue.restore(), { roll: "present" });
	await second.timers.run();
	await second.timers.run();
	assert.deepEqual(sent, ["absent", "present"]);
	assert.equal(second.queue.state().phase, "saved");
});

test("a refused part is sent again once another part is saved", async () => {
	let votes = 20;
	const sent = [];
	const { queue, timers } = queueWith(async (name, change) => {
		sent.push([name, change.value]);
		if (name === "votes") votes = change.value;
		if (name === "roll" && votes > change.value) throw refused;
	});
	queue.put("roll", 19);
	await timers.run();
	assert.equal(queue.state().errors.roll, refused);
	queue.put("votes", 19);
	await timers.run(); // votes
	await timers.run(); // roll
	assert.deepEqual(sent, [
		["roll", 19],
		["votes", 19],
		["roll", 19],
	]);
	assert.equal(queue.state().phase, "saved");
});

test("a flush sends what the saves before it set free", async () => {
	let votes = 20;
	const { queue, timers } = queueWith(async (name, change) => {
		if (name === "votes") votes = change.value;
		if (name === "roll" && votes > change.value) throw refused;
	});
	queue.put("roll", 19);
	await timers.run();
	queue.put("votes", 19);
	assert.equal(await queue.flush(), true);
});

test("what others wrote meanwhile is the person's to settle, whatever else is saved", async () => {
	const contested = Object.assign(new Error("changed"), { passing: false, data: { standing: {} } });
	let calls = 0;
	const { queue, timers } = queueWith(async (name) => {
		if (name === "roll" && ++calls) throw contested;
	});
	queue.put("roll", 19);
	await timers.run();
	queue.put("votes", 19);
	await timers.run();
	await timers.run();
	assert.equal(calls, 1);
	assert.equal(queue.state().errors.roll, contested);
});
