// The realtime server: what Frappe publishes on Redis reaches the browsers that may see it.

const http = require("node:http");
const { Server } = require("socket.io");
const { createClient } = require("@redis/client");
const { Frappe, Unanswered } = require("./frappe");
const { Rooms } = require("./rooms");
const { addressOf, sameOrigin, sidOf, siteOf } = require("./door");

const CHANNEL = "events";
const HOST = "127.0.0.1"; // the web server in front is the only way in
const MESSAGE_BYTES = 16 * 1024;
const BURST = { events: 200, ms: 10_000 }; // a desk sends a few a minute

/**
 * @param {{sites: string, config: object, log?: Function}} options `config` is common_site_config.json:
 *     socketio_port, redis_socketio, gunicorn_socket (or webserver_port); optional socketio_recheck_seconds
 *     (60), socketio_grant_seconds (300), socketio_allowed_origins ([])
 * @returns {Promise<{port: number, close: () => Promise<void>}>} once it listens; Redis may come later
 */
async function start({ sites, config, log = defaultLog }) {
	const backend = config.gunicorn_socket
		? { socketPath: config.gunicorn_socket }
		: { host: HOST, port: config.webserver_port ?? 8000 };
	const frappe = new Frappe(backend, { timeout: config.socketio_ask_ms });
	const rooms = new Rooms(frappe, { grantSeconds: config.socketio_grant_seconds, log });
	const allowed = config.socketio_allowed_origins ?? [];
	const server = http.createServer((request, response) => response.writeHead(404).end());
	const io = new Server(server, {
		serveClient: false,
		maxHttpBufferSize: MESSAGE_BYTES,
		allowRequest: (request, decide) => decide(null, sameOrigin(request, allowed)),
		...(allowed.length ? { cors: { origin: allowed, credentials: true } } : {}),
	});
	const namespaces = new Map();
	io.on("new_namespace", (nsp) => namespaces.set(nsp.name, nsp));
	const door = io.of((name, auth, decide) => decide(null, siteOf(name, sites) !== null));
	door.use((socket, next) => identify(socket, frappe, log).then(() => next(), next));
	door.on("connection", (socket) => {
		limit(socket, log);
		rooms.welcome(socket);
	});
	await listen(server, config.socketio_port);
	const subscriber = subscribe(config.redis_socketio, log, (event) => {
		const nsp = namespaces.get(`/${event.namespace}`);
		if (nsp) rooms.deliver(nsp, event);
	});
	const recheck = every(config.socketio_recheck_seconds ?? 60, () => dropEnded(namespaces, frappe, log));
	return {
		port: server.address().port,
		async close() {
			recheck.stop();
			await subscriber.stop();
			await io.close();
		},
	};
}

/** Learn who opened the socket. @throws {Error} the text reaches the browser's connect_error */
async function identify(socket, frappe, log) {
	const visitor = {
		site: socket.nsp.name.slice(1),
		sid: sidOf(socket.request),
		address: addressOf(socket.request),
	};
	let known = null;
	try {
		if (visitor.sid !== "Guest") known = await frappe.whoIs(visitor);
	} catch (error) {
		log(error instanceof Unanswered ? error.message : error.stack);
		throw new Error("The server cannot be asked just now", { cause: error });
	}
	if (visitor.sid !== "Guest" && !known) throw new Error("The session has ended");
	Object.assign(socket.data, { visitor, user: known?.user ?? null, userType: known?.userType ?? null });
}

/** Close a socket that sends without pause, before it costs the web server its workers. */
function limit(socket, log) {
	let [since, count] = [Date.now(), 0];
	socket.use((packet, next) => {
		if (Date.now() - since > BURST.ms) [since, count] = [Date.now(), 0];
		if (++count <= BURST.events) return next();
		log(
			`${socket.data.user ?? "Guest"} sent more than ${BURST.events} messages in ${BURST.ms} ms: closed`
		);
		socket.disconnect(true);
	});
	socket.on("error", (error) => log(error.message));
}

/** Close the sockets of sessions that ended. While Frappe cannot be asked, nobody is dropped for it. */
async function dropEnded(namespaces, frappe, log) {
	const sessions = new Map();
	for (const nsp of namespaces.values()) {
		for (const socket of nsp.sockets.values()) {
			if (!socket.data.user) continue;
			const key = `${nsp.name} ${socket.data.visitor.sid}`;
			sessions.set(key, [...(sessions.get(key) ?? []), socket]);
		}
	}
	for (const sockets of sessions.values()) {
		try {
			if (await frappe.isAlive(sockets[0].data.visitor)) continue;
		} catch (error) {
			log(`sessions not checked: ${error.message}`);
			return;
		}
		for (const socket of sockets) socket.disconnect(true);
	}
}

/** Follow the channel for ever; @redis/client connects again and subscribes anew after a loss. */
function subscribe(url, log, deliver) {
	const reconnectStrategy = (retries) => Math.min(100 * 2 ** retries, 5000);
	const client = createClient({ url, socket: { reconnectStrategy, connectTimeout: 3000 } });
	client.on("error", (error) => log(`redis: ${error.message || error.code || error.errors?.[0]?.message}`));
	const receive = (text) => {
		try {
			const event = JSON.parse(text);
			const texts = [event?.namespace, event?.room, event?.event];
			if (!texts.every((part) => typeof part === "string"))
				throw new Error("namespace, room or event missing");
			deliver(event);
		} catch (error) {
			log(`event not delivered: ${error.message}`);
		}
	};
	let stopped = false;
	const running = (async () => {
		await client.connect();
		await client.subscribe(CHANNEL, receive);
	})().catch((error) => stopped || log(`redis: ${error.message}`));
	return {
		async stop() {
			stopped = true;
			if (client.isOpen) await client.disconnect();
			await running;
		},
	};
}

function every(seconds, act) {
	let timer;
	const next = () => {
		timer = setTimeout(() => act().finally(next), seconds * 1000);
		timer.unref();
	};
	next();
	return { stop: () => clearTimeout(timer) };
}

function listen(server, port) {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, HOST, () => {
			server.off("error", reject);
			resolve();
		});
	});
}

function defaultLog(text) {
	console.error(`${new Date().toISOString()} ${text}`);
}

module.exports = { start };
