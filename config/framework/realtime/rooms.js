// Which rooms a socket may be in, and what is delivered there.

const { Unanswered } = require("./frappe");
const { NamedDocuments, documentNamed } = require("./named");

const DOCTYPE = /^[\p{L}\p{N}_ -]{1,140}$/u; // no "/": doc:<doctype>/<name> must name one document
const OF_MANY = /^(doctype:|all$|website$)/; // rooms whose visitors read different documents
const TASK = /^[\w:.|-]{8,200}$/;
const NAME_LENGTH = 255;
const ROOMS = 300; // a socket that wants more is not a desk
const CLAIMS = 10_000;

class Rooms {
	/**
	 * @param {import("./frappe").Frappe} frappe
	 * @param {{grantSeconds?: number, log?: Function}} options a permission older than `grantSeconds` is
	 *     asked for again before the next event of its room is delivered
	 */
	constructor(frappe, { grantSeconds = 300, log = console.error } = {}) {
		this.frappe = frappe;
		this.grantMs = grantSeconds * 1000;
		this.log = log;
		this.claims = new Map();
		this.named = new NamedDocuments(frappe, { keepMs: this.grantMs, log });
	}

	/** Take in a socket whose `data.visitor` and `data.user` are known (user null: a guest). */
	welcome(socket) {
		socket.data.grants = new Map();
		socket.data.open = new Set();
		socket.join("website");
		if (socket.data.user) socket.join(`user:${socket.data.user}`); // guests share a name, not a person
		if (socket.data.userType === "System User") socket.join("all");
		const handlers = {
			doctype_subscribe: (doctype) => this.enter(socket, doctype),
			doctype_unsubscribe: (doctype) => this.leave(socket, roomOf(doctype)),
			doc_subscribe: (doctype, name) => this.enter(socket, doctype, plainName(name)),
			doc_unsubscribe: (doctype, name) => this.leave(socket, roomOf(doctype, plainName(name))),
			doc_open: (doctype, name) => this.openDocument(socket, doctype, plainName(name)),
			doc_close: (doctype, name) => this.closeDocument(socket, roomOf(doctype, plainName(name))),
			task_subscribe: (task) => this.followTask(socket, task),
			progress_subscribe: (task) => this.followTask(socket, task),
			task_unsubscribe: (task) => typeof task === "string" && socket.leave(`task_progress:${task}`),
		};
		for (const [event, handler] of Object.entries(handlers)) {
			socket.on(event, (...given) => this.attempt(event, () => handler(...given)));
		}
		socket.on("disconnecting", () => {
			for (const room of [...socket.data.open]) this.closeDocument(socket, room);
		});
	}

	async attempt(event, act) {
		try {
			await act();
		} catch (error) {
			this.log(`${event}: ${error instanceof Unanswered ? error.message : error.stack}`);
		}
	}

	/** @returns {Promise<string|null>} the room joined, null when refused or malformed */
	async enter(socket, doctype, name) {
		const room = roomOf(doctype, name);
		const { grants } = socket.data;
		if (!room || (grants.size >= ROOMS && !grants.has(room))) return null;
		if (!(await this.isGranted(socket, room, doctype, name))) return null;
		if (!socket.connected) return null;
		socket.join(room);
		return room;
	}

	leave(socket, room) {
		if (!room) return;
		socket.leave(room);
		socket.data.grants.delete(room);
		this.closeDocument(socket, room);
	}

	/** Ask Frappe unless it said yes a short while ago; several askers share one question. */
	async isGranted(socket, room, doctype, name) {
		const { grants, visitor } = socket.data;
		const known = grants.get(room);
		if (known && known.until > Date.now()) return known.answer;
		const answer = this.frappe.maySee(visitor, doctype, name);
		const grant = { answer, doctype, name, until: Date.now() + this.grantMs };
		grants.set(room, grant);
		const granted = await answer.catch((error) => {
			if (grants.get(room) === grant) grant.until = 0; // unknown: the next event asks again
			throw error;
		});
		if (!granted && grants.get(room) === grant) this.leave(socket, room);
		return granted;
	}

	async openDocument(socket, doctype, name) {
		const room = roomOf(doctype, name);
		const { open, user } = socket.data;
		if (!room || !user) return;
		open.add(room); // before asking, so that a close meanwhile is not lost
		const entered = await this.enter(socket, doctype, name).catch((error) => {
			open.delete(room);
			throw error;
		});
		if (!entered) open.delete(room);
		else if (open.has(room)) this.tellViewers(socket.nsp, room, doctype, name);
	}

	closeDocument(socket, room) {
		if (!room || !socket.data.open.delete(room)) return;
		const grant = socket.data.grants.get(room);
		if (grant) this.tellViewers(socket.nsp, room, grant.doctype, grant.name);
	}

	tellViewers(nsp, room, doctype, docname) {
		const viewing = this.socketsIn(nsp, room).filter((socket) => socket.data.open.has(room));
		const users = [...new Set(viewing.map((socket) => socket.data.user))];
		for (const socket of viewing) socket.emit("doc_viewers", { doctype, docname, users });
	}

	/**
	 * A task's id is all Frappe knows about it, no owner. Whoever follows it first owns it (the browser that
	 * started it learns the id first); nobody else is let in, guests never.
	 */
	followTask(socket, task) {
		if (typeof task !== "string" || !TASK.test(task) || !socket.data.user) return;
		if (socket.rooms.size >= 2 * ROOMS) return;
		const key = `${socket.nsp.name} ${task}`;
		const owner = this.claims.get(key) ?? socket.data.user;
		if (owner !== socket.data.user) return;
		this.claims.delete(key);
		this.claims.set(key, owner); // the last used stand last
		if (this.claims.size > CLAIMS) this.claims.delete(this.claims.keys().next().value);
		socket.join(`task_progress:${task}`);
	}

	/**
	 * Deliver one published event; `nsp` is the site's namespace. Being in a room of many says nothing about the
	 * document that a message there names (Frappe sends name and account of every save to `doctype:`).
	 */
	deliver(nsp, { room, event, message }) {
		const named = OF_MANY.test(room) ? documentNamed(room, message) : null;
		if (!named && !/^doc(type)?:/.test(room)) return void nsp.to(room).emit(event, message);
		const document = named && [named[0], plainName(named[1])];
		if (document && !roomOf(...document)) return; // nothing that Frappe could be asked about
		for (const socket of this.socketsIn(nsp, room)) {
			this.attempt(event, async () => {
				if (!(await this.mayStay(socket, room))) return;
				if (!document) return void socket.emit(event, message);
				const ear = `${socket.id} ${room} ${event}`;
				this.named.whenReadable(socket.data.visitor, document, ear, () => {
					if (socket.rooms.has(room)) socket.emit(event, message); // it may have left meanwhile
				});
			});
		}
	}

	/** Whether the socket is still in the room by right; a room without a question is its own. */
	async mayStay(socket, room) {
		if (!/^doc(type)?:/.test(room)) return true;
		const grant = socket.data.grants.get(room);
		return Boolean(grant) && this.isGranted(socket, room, grant.doctype, grant.name);
	}

	socketsIn(nsp, room) {
		const ids = nsp.adapter.rooms.get(room) ?? [];
		return [...ids].map((id) => nsp.sockets.get(id)).filter(Boolean);
	}
}

/** A document's name as Frappe writes it, null when it cannot be one. */
function plainName(name) {
	if (Number.isSafeInteger(name)) return String(name);
	return typeof name === "string" && name !== "" && name.length <= NAME_LENGTH ? name : null;
}

/** Room of a doctype (`name` undefined) or document; null when either is malformed. */
function roomOf(doctype, name) {
	if (typeof doctype !== "string" || !DOCTYPE.test(doctype) || name === null) return null;
	return name === undefined ? `doctype:${doctype}` : `doc:${doctype}/${name}`;
}

module.exports = { Rooms, roomOf, plainName };
