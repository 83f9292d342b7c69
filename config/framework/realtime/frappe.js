// Questions asked of Frappe over HTTP, always as the visitor: who is this, may they see that, is the session alive.

const http = require("node:http");
const { text } = require("node:stream/consumers");

const PARALLEL = 8; // as many gunicorn workers as a busy minute may cost
const WAITING = 2000;

/** Frappe did not answer, or answered that it is broken: nothing is known about the question. */
class Unanswered extends Error {}

class Frappe {
	/** @param {object} backend where it listens, as node's http takes it: `socketPath`, or `host` and `port` */
	constructor(backend, { timeout = 5000 } = {}) {
		this.backend = backend;
		this.timeout = timeout;
		this.running = 0;
		this.queue = [];
	}

	/**
	 * @param {{site: string, sid: string, address: string}} visitor
	 * @returns {Promise<{user: string, userType: string}|null>} null for a guest
	 * @throws {Unanswered}
	 */
	async whoIs(visitor) {
		const { ok, body } = await this.ask(visitor, "get_user_info", {});
		const user = ok ? body?.message?.user : null;
		return !user || user === "Guest" ? null : { user, userType: body.message.user_type };
	}

	/** @throws {Unanswered} */
	async maySee(visitor, doctype, docname) {
		const { ok, body } = await (docname === undefined
			? this.ask(visitor, "can_subscribe_doctype", { doctype })
			: this.ask(visitor, "can_subscribe_doc", { doctype, docname }));
		return ok && body?.message === true;
	}

	/**
	 * Whether the session still lives, without making it live longer: Frappe extends a session at the end of
	 * every request that succeeds, so the question is one that fails for everybody (a function no browser may
	 * call), and the refusal says `session_expired` when the session is gone. Asking who it is every minute
	 * would keep an abandoned browser signed in for ever.
	 * @throws {Unanswered}
	 */
	async isAlive(visitor) {
		const { ok, body } = await this.ask(visitor, "get_site_room", {});
		if (ok) throw new Unanswered("get_site_room was answered, which would extend the session");
		return !body?.session_expired;
	}

	async ask({ site, sid, address }, method, query) {
		await this.turn();
		try {
			const path = `/api/method/frappe.realtime.${method}?${new URLSearchParams(query)}`;
			const headers = {
				accept: "application/json",
				cookie: `sid=${sid}`,
				"x-frappe-site-name": site,
				"x-forwarded-for": address,
			};
			const signal = AbortSignal.timeout(this.timeout);
			const { status, body } = await get({ ...this.backend, path, headers, signal });
			if (status >= 500) throw new Unanswered(`${method}: HTTP ${status}`);
			return { ok: status >= 200 && status < 300, body: JSON.parse(body) };
		} catch (error) {
			if (error instanceof Unanswered) throw error;
			throw new Unanswered(`${method}: ${error.code ?? error.message}`, { cause: error });
		} finally {
			this.release();
		}
	}

	async turn() {
		if (this.running < PARALLEL) return void this.running++;
		if (this.queue.length >= WAITING) throw new Unanswered("too many questions waiting");
		await new Promise((resolve) => this.queue.push(resolve));
	}

	/** Hand the place to the next in the queue, or give it back. */
	release() {
		const next = this.queue.shift();
		if (next) next();
		else this.running--;
	}
}

/** `fetch` knows no sockets of the file system. @returns {Promise<{status: number, body: string}>} */
function get(options) {
	return new Promise((resolve, reject) => {
		const asked = http.get(options, async (response) => {
			try {
				resolve({ status: response.statusCode, body: await text(response) });
			} catch (error) {
				reject(error);
			}
		});
		asked.on("error", reject);
	});
}

module.exports = { Frappe, Unanswered };
