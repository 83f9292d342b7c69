// Questions asked of Frappe over HTTP, always as the visitor: who is this, may they see that, is the session alive.

const PARALLEL = 8; // as many gunicorn workers as a busy minute may cost
const WAITING = 2000;

/** Frappe did not answer, or answered that it is broken: nothing is known about the question. */
class Unanswered extends Error {}

class Frappe {
	/** @param {string} base for example "http://127.0.0.1:8010" */
	constructor(base, { timeout = 5000 } = {}) {
		this.base = base;
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
			const url = `${this.base}/api/method/frappe.realtime.${method}?${new URLSearchParams(query)}`;
			const headers = {
				accept: "application/json",
				cookie: `sid=${sid}`,
				"x-frappe-site-name": site,
				"x-forwarded-for": address,
			};
			const options = { headers, redirect: "manual", signal: AbortSignal.timeout(this.timeout) };
			const response = await fetch(url, options);
			const text = await response.text();
			if (response.status >= 500) throw new Unanswered(`${method}: HTTP ${response.status}`);
			return { ok: response.ok, body: JSON.parse(text) };
		} catch (error) {
			if (error instanceof Unanswered) throw error;
			throw new Unanswered(`${method}: ${error.cause?.code ?? error.message}`, { cause: error });
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

module.exports = { Frappe, Unanswered };
