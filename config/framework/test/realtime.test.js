// The realtime server against a real Redis and a web server that answers like Frappe.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { after, afterEach, before, beforeEach, test } = require("node:test");
const { createClient } = require("@redis/client");
const { io } = require("socket.io-client");
const { start } = require("../realtime");

const SITE = "one.test";
const PASSWORD = "of-this-bench";
const FILE = ["Evaluation", "DB-01"];
const state = {};

before(async () => {
	state.folder = fs.mkdtempSync(path.join(os.tmpdir(), "realtime-"));
	for (const site of [SITE, "two.test"]) {
		fs.mkdirSync(path.join(state.folder, site));
		fs.writeFileSync(path.join(state.folder, site, "site_config.json"), "{}");
	}
	state.redisPort = await freePort();
	await startRedis();
	await startFrappe();
});

beforeEach(async () => {
	state.sessions = { "sid-an": "an@x", "sid-binh": "binh@x", "sid-web": "web@x" };
	state.readers = new Set(["an@x"]); // who may read FILE
	state.listers = new Set(["an@x", "binh@x"]); // who may read some document of its doctype
	state.holding = null; // while set, an answer about a document waits for it
	state.asked = [];
	state.log = [];
	state.clients = [];
	state.realtime = await startRealtime();
});

afterEach(async () => {
	state.clients.forEach((client) => client.close());
	await state.realtime.close();
});

after(async () => {
	await state.publisher.disconnect();
	state.frappe.close();
	state.frappe.closeAllConnections();
	await stopRedis();
	fs.rmSync(state.folder, { recursive: true });
});

function startRealtime(config = {}) {
	return start({
		sites: state.folder,
		log: (text) => state.log.push(text),
		config: {
			socketio_port: 0,
			gunicorn_socket: path.join(state.folder, "web.sock"),
			redis_socketio: redisUrl(),
			socketio_recheck_seconds: 0.1,
			...config,
		},
	});
}

function redisUrl() {
	return `redis://:${PASSWORD}@127.0.0.1:${state.redisPort}`;
}

async function startRedis() {
	const listens = ["--port", state.redisPort, "--bind", "127.0.0.1", "--requirepass", PASSWORD];
	const options = [...listens, "--save", "", "--dir", state.folder];
	state.redis = spawn("redis-server", options.map(String), { stdio: "ignore" });
	const url = redisUrl();
	state.publisher ??= createClient({ url, socket: { reconnectStrategy: () => 50 } }).on("error", () => {});
	if (!state.publisher.isOpen) await state.publisher.connect();
	await until(() => state.publisher.isReady, "redis answers");
}

async function stopRedis() {
	const ended = new Promise((resolve) => state.redis.once("exit", resolve));
	state.redis.kill();
	await ended;
	if (state.publisher.isOpen) await until(() => !state.publisher.isReady, "the publisher has noticed");
}

/** A stand-in for gunicorn: sessions, one document, and Frappe's way of saying that a session is gone. */
async function startFrappe() {
	state.frappe = http.createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url, "http://x");
		const method = pathname.split(".").pop();
		const sid = /sid=([^;]*)/.exec(request.headers.cookie)?.[1];
		const user = state.sessions[sid] ?? "Guest";
		const ended = user === "Guest" && sid !== "Guest" ? { session_expired: 1 } : {};
		state.asked.push({ method, user, site: request.headers["x-frappe-site-name"], query: searchParams });
		const answer = (status, body) =>
			response.writeHead(status).end(JSON.stringify({ ...body, ...ended }));
		if (state.broken) return answer(500, {});
		const type = user === "web@x" ? "Website User" : "System User";
		if (method === "get_user_info") return answer(200, { message: { user, user_type: type } });
		const [doctype, docname] = [searchParams.get("doctype"), searchParams.get("docname")];
		if (method === "get_site_room") return answer(403, {}); // not whitelisted
		const may = docname === null ? state.listers : docname === FILE[1] ? state.readers : new Set();
		const said = () =>
			doctype === FILE[0] && may.has(user) ? answer(200, { message: true }) : answer(403, {});
		if (state.holding && docname?.startsWith("slow-")) state.holding.then(said);
		else said();
	});
	await new Promise((resolve) => state.frappe.listen(path.join(state.folder, "web.sock"), resolve));
}

function connect(sid, { site = SITE, headers = {}, realtime = state.realtime } = {}) {
	const client = io(`http://127.0.0.1:${realtime.port}/${site}`, {
		extraHeaders: { cookie: `sid=${sid}`, ...headers },
		reconnection: false,
		forceNew: true,
	});
	client.seen = [];
	client.onAny((event, message) => client.seen.push([event, message]));
	state.clients.push(client);
	return new Promise((resolve, reject) => {
		client.once("connect", () => resolve(client));
		client.once("connect_error", reject);
	});
}

function publish(room, event, message = {}, namespace = SITE) {
	return state.publisher.publish("events", JSON.stringify({ namespace, room, event, message }));
}

/** Publish a marker to everyone and wait for it: what was published before has arrived by then, or never will. */
async function settle(...clients) {
	const marker = `marker-${Math.random()}`;
	await until(async () => {
		await publish("website", marker);
		return clients.every((client) => client.seen.some(([event]) => event === marker));
	}, "the marker arrives");
}

async function until(condition, what, ms = 8000) {
	for (const end = Date.now() + ms; Date.now() < end; await pause(20)) if (await condition()) return;
	assert.fail(`never: ${what}; log: ${state.log.join(" | ")}`);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const asks = (method, user) => state.asked.filter((ask) => ask.method === method && ask.user === user);
const heard = (client) => client.seen.map(([event]) => event).filter((event) => !event.startsWith("marker"));
const count = (client, event) => client.seen.filter(([name]) => name === event).length;

function freePort() {
	return new Promise((resolve) => {
		const probe = net.createServer().listen(0, "127.0.0.1", () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

test("a reader gets a document's events, a neighbour who asks for its room does not", async () => {
	const [an, binh] = [await connect("sid-an"), await connect("sid-binh")];
	for (const client of [an, binh]) {
		client.emit("doc_subscribe", ...FILE);
		client.emit("doc_open", ...FILE);
		client.emit("doctype_subscribe", FILE[0]);
	}
	await until(
		() => asks("can_subscribe_doctype", "binh@x").length && count(an, "doc_viewers"),
		"both were judged"
	);
	await settle(an, binh);
	await publish(`doc:${FILE.join("/")}`, "docinfo_update", { secret: 1 });
	await until(() => count(an, "docinfo_update"), "the reader is told");
	await settle(an, binh);
	assert.deepEqual(heard(binh), []);
	assert.deepEqual(asks("can_subscribe_doc", "an@x")[0].site, SITE);
});

const SAVED = { doctype: FILE[0], name: FILE[1], user: "an@x" }; // what Frappe publishes at every save

test("of two who list a doctype, the save of a document is told to its reader alone", async () => {
	const [an, binh] = [await connect("sid-an"), await connect("sid-binh")];
	for (const client of [an, binh]) client.emit("doctype_subscribe", FILE[0]);
	for (const user of ["an@x", "binh@x"]) {
		await until(() => asks("can_subscribe_doctype", user).length, "both were judged");
	}
	await settle(an, binh);
	const { doctype, name } = SAVED;
	await publish("all", "in_all", SAVED);
	await publish("website", "in_website", SAVED);
	await publish(`doctype:${doctype}`, "list_update", SAVED);
	await until(() => count(an, "list_update"), "the reader is told");
	for (const message of [{ name }, { doctype, docname: name, secret: 1 }]) {
		await publish(`doctype:${doctype}`, "list_update", message);
	}
	await until(() => count(an, "list_update") === 3, "the reader is told of what follows");
	assert.deepEqual(heard(an).slice(0, 3).sort(), ["in_all", "in_website", "list_update"]);
	await until(() => asks("can_subscribe_doc", "binh@x").length, "the other was judged");
	await publish(`doctype:${doctype}`, "list_update", { doctype, name: { toString: 1 } });
	await publish(`doctype:${doctype}`, "list_update", { doctype: "a/b", name });
	await publish(`doctype:${doctype}`, "last"); // names nobody's document
	await until(() => count(an, "last") && count(binh, "last"), "both are in the room");
	await settle(an, binh);
	assert.deepEqual(heard(binh), ["last"]);
	assert.equal(count(an, "list_update"), 3);
});

test("who may not list a doctype hears nothing of it", async () => {
	state.listers.delete("binh@x");
	state.readers.add("binh@x"); // may read the one document, which the room does not ask
	const [an, binh] = [await connect("sid-an"), await connect("sid-binh")];
	for (const client of [an, binh]) client.emit("doctype_subscribe", FILE[0]);
	await until(() => asks("can_subscribe_doctype", "binh@x").length, "judged");
	await settle(an, binh);
	await publish(`doctype:${FILE[0]}`, "list_update", SAVED);
	await until(() => count(an, "list_update"), "the other is told");
	await settle(an, binh);
	assert.deepEqual(heard(binh), []);
});

test("a document saved over and over is asked about once for all windows of a session", async () => {
	const windows = [await connect("sid-an"), await connect("sid-an")];
	for (const client of windows) client.emit("doctype_subscribe", FILE[0]);
	await until(() => asks("can_subscribe_doctype", "an@x").length === 2, "judged");
	await settle(...windows);
	for (let times = 0; times < 50; times++) await publish(`doctype:${FILE[0]}`, "list_update", SAVED);
	await publish(`doctype:${FILE[0]}`, "last");
	await until(
		() => windows.every((client) => count(client, "list_update") && count(client, "last")),
		"told"
	);
	assert.equal(asks("can_subscribe_doc", "an@x").length, 1);
});

test("a storm of saves asks one question at a time, keeps a bounded backlog and holds nobody up", async () => {
	const an = await connect("sid-an");
	an.emit("doctype_subscribe", FILE[0]);
	await until(() => asks("can_subscribe_doctype", "an@x").length, "judged");
	await settle(an);
	let release;
	state.holding = new Promise((resolve) => (release = resolve));
	for (let number = 0; number < 1500; number++) {
		await publish(`doctype:${FILE[0]}`, "list_update", { ...SAVED, name: `slow-${number}` });
	}
	await settle(an);
	assert.equal(asks("can_subscribe_doc", "an@x").length, 1);
	an.emit("doc_subscribe", ...FILE); // a question of its own does not wait behind them
	await until(() => asks("can_subscribe_doc", "an@x").length === 2, "asked at once");
	release();
	await publish(`doctype:${FILE[0]}`, "list_update", SAVED);
	await until(() => count(an, "list_update") === 1, "the newest is told");
	const hints = asks("can_subscribe_doc", "an@x").filter((ask) => ask.query.get("docname") !== FILE[1]);
	assert.ok(hints.length > 900 && hints.length <= 1001, `${hints.length} of 1500 were asked about`);
});

test("a permission that was withdrawn stops the events of its room", async () => {
	const realtime = await startRealtime({ socketio_grant_seconds: 0 });
	try {
		const an = await connect("sid-an", { realtime });
		an.emit("doc_subscribe", ...FILE);
		await until(() => asks("can_subscribe_doc", "an@x").length, "asked");
		await settle(an);
		await publish(`doc:${FILE.join("/")}`, "docinfo_update");
		await until(() => count(an, "docinfo_update") === 1, "the first event");
		state.readers.clear();
		await publish(`doc:${FILE.join("/")}`, "docinfo_update");
		await until(() => asks("can_subscribe_doc", "an@x").length === 3, "asked again");
		await settle(an);
		assert.equal(count(an, "docinfo_update"), 1);
	} finally {
		await realtime.close();
	}
});

test("events for one user reach that user only, and no one can join the room by asking", async () => {
	const [an, binh] = [await connect("sid-an"), await connect("sid-binh")];
	for (const event of ["task_subscribe", "doctype_subscribe", "doc_subscribe", "doc_open", "join"]) {
		binh.emit(event, "user:an@x", "user:an@x");
	}
	await settle(an, binh);
	await publish("user:an@x", "progress", { percent: 50 });
	await until(() => count(an, "progress"), "the user is told");
	await settle(an, binh);
	assert.equal(count(binh, "progress"), 0);
});

test("a desk user is in 'all', a website user and a guest are not", async () => {
	const clients = [await connect("sid-an"), await connect("sid-web"), await connect("Guest")];
	await settle(...clients);
	await publish("all", "broadcast");
	await until(() => count(clients[0], "broadcast"), "the desk user is told");
	await settle(...clients);
	assert.deepEqual(
		clients.map((client) => count(client, "broadcast")),
		[1, 0, 0]
	);
});

test("a task belongs to who followed it first", async () => {
	const [an, binh, guest] = [await connect("sid-an"), await connect("sid-binh"), await connect("Guest")];
	an.emit("task_subscribe", "one.test::a1b2c3d4");
	await settle(an);
	binh.emit("progress_subscribe", "one.test::a1b2c3d4");
	guest.emit("task_subscribe", "one.test::a1b2c3d4");
	await settle(an, binh, guest);
	await publish("task_progress:one.test::a1b2c3d4", "task_progress");
	await until(() => count(an, "task_progress"), "the owner is told");
	await settle(an, binh, guest);
	assert.deepEqual([count(binh, "task_progress"), count(guest, "task_progress")], [0, 0]);
});

test("viewers of a document are those who have it open", async () => {
	state.readers.add("binh@x");
	const [an, binh] = [await connect("sid-an"), await connect("sid-binh")];
	an.emit("doc_open", ...FILE);
	await until(() => count(an, "doc_viewers") === 1, "the first viewer");
	binh.emit("doc_open", ...FILE);
	await until(() => count(an, "doc_viewers") === 2, "the second viewer");
	const told = an.seen.filter(([event]) => event === "doc_viewers")[1][1];
	assert.deepEqual(told, { doctype: FILE[0], docname: FILE[1], users: ["an@x", "binh@x"] });
	binh.close();
	await until(() => count(an, "doc_viewers") === 3, "one left");
	assert.deepEqual(an.seen.filter(([event]) => event === "doc_viewers")[2][1].users, ["an@x"]);
});

test("a session that ended loses its socket, the others stay", async () => {
	const [an, binh] = [await connect("sid-an"), await connect("sid-binh")];
	delete state.sessions["sid-an"];
	await until(() => !an.connected, "the socket is closed");
	assert.equal(binh.connected, true);
	await assert.rejects(connect("sid-an"), /session has ended/);
	const known = state.asked.filter((ask) => ask.method === "get_user_info" && ask.user === "binh@x");
	assert.equal(known.length, 1, "the check must not be a request that extends the session");
});

test("another origin, an unknown site and a made-up path are refused", async () => {
	const refused = { headers: { origin: "http://evil.test" } };
	await assert.rejects(connect("sid-an", refused));
	await assert.rejects(connect("sid-an", { headers: { "sec-fetch-site": "cross-site" } }));
	await assert.rejects(connect("sid-an", { site: "three.test" }), /Invalid namespace/);
	await assert.rejects(connect("sid-an", { site: "../one.test" }), /Invalid namespace/);
	const own = { headers: { origin: `http://127.0.0.1:${state.realtime.port}` } };
	assert.equal((await connect("sid-an", own)).connected, true);
	const response = await fetch(`http://127.0.0.1:${state.realtime.port}/anything`);
	assert.equal(response.status, 404);
});

test("an event of one site does not reach another", async () => {
	const [one, two] = [await connect("sid-an"), await connect("sid-an", { site: "two.test" })];
	await settle(one);
	await publish("user:an@x", "msgprint", {}, SITE);
	await until(() => count(one, "msgprint"), "the site is told");
	await publish("website", "last", {}, "two.test");
	await until(() => count(two, "last"), "the other site's own event");
	assert.equal(count(two, "msgprint"), 0);
});

test("malformed messages change nothing", async () => {
	const an = await connect("sid-an");
	const bad = [undefined, null, 7, [], {}, { toString: 1 }, "", "x".repeat(3000), "a/b", "__proto__"];
	const events = [
		"doc_subscribe",
		"doc_open",
		"doc_close",
		"doc_unsubscribe",
		"doctype_subscribe",
		"task_subscribe",
	];
	for (const event of events) for (const value of bad) an.emit(event, value, value);
	for (const text of ["{", "null", "[]", '{"namespace":1}', '{"namespace":"one.test","room":"all"}']) {
		await state.publisher.publish("events", text);
	}
	await publish("website", "disconnect");
	await settle(an);
	an.emit("doc_subscribe", ...FILE);
	await until(() => state.asked.some((ask) => ask.query.get("docname") === FILE[1]), "still served");
	const asked = state.asked.filter((ask) => ask.method.startsWith("can_"));
	assert.deepEqual([...new Set(asked.map((ask) => ask.query.get("doctype")))], ["__proto__", FILE[0]]);
});

test("a huge message and a flood close their own socket only", async () => {
	const [an, binh, web] = [await connect("sid-an"), await connect("sid-binh"), await connect("sid-web")];
	an.emit("doc_subscribe", "x".repeat(100_000), "y");
	await until(() => !an.connected, "the huge message's socket is closed");
	for (let times = 0; times < 300; times++) web.emit("doctype_subscribe", "Nothing");
	await until(() => !web.connected, "the flood's socket is closed");
	await settle(binh);
	assert.ok(asks("can_subscribe_doctype", "web@x").length <= 200);
});

test("Redis dies and comes back: the same sockets go on", async () => {
	const an = await connect("sid-an");
	await settle(an);
	await stopRedis();
	await until(() => state.log.some((line) => line.startsWith("redis:")), "the loss is logged");
	assert.equal(an.connected, true);
	await startRedis();
	await settle(an);
});

test("started before Redis, it delivers once Redis is there", async () => {
	await stopRedis();
	const realtime = await startRealtime();
	try {
		const an = await connect("sid-an", { realtime });
		await startRedis();
		await settle(an);
	} finally {
		await realtime.close();
	}
});

test("while Frappe cannot be asked nobody new comes in and nobody is dropped", async () => {
	const an = await connect("sid-an");
	for (const outage of ["broken", "away"]) {
		if (outage === "broken") state.broken = true;
		else
			await new Promise((resolve) => state.frappe.close(resolve) && state.frappe.closeAllConnections());
		an.emit("doc_subscribe", ...FILE);
		await assert.rejects(connect("sid-binh"), /cannot be asked/);
		await until(() => state.log.some((line) => line.startsWith("sessions not checked")), "logged");
		await settle(an);
		await publish(`doc:${FILE.join("/")}`, "docinfo_update");
		await publish("all", "new_message", SAVED);
		await until(
			() => state.log.some((line) => line.startsWith("1 hints of named")),
			"the loss is logged"
		);
		await settle(an);
		assert.deepEqual(heard(an), []);
		state.broken = false;
		state.log.length = 0;
	}
	await startFrappe();
	an.emit("doc_subscribe", ...FILE);
	await until(() => asks("can_subscribe_doc", "an@x").length > 0, "asked again");
	await until(async () => {
		await publish(`doc:${FILE.join("/")}`, "docinfo_update");
		return count(an, "docinfo_update");
	}, "delivered again");
	await publish("all", "new_message", SAVED);
	await until(() => count(an, "new_message"), "asked anew, not believed to be refused");
});
