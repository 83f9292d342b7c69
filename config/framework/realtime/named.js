// Messages to many that name one document: each visitor is told only what Frappe lets that visitor read.

const { Unanswered } = require("./frappe");

const KEPT = 20_000; // answers, some 200 bytes each
const BACKLOG = 1000; // questions waiting: a quarter of a minute of one web worker

/**
 * Such a message ("list_update" at every save) is a hint to read a list anew, and one save may hint at hundreds of
 * open lists. So that it never costs the work itself its web workers: one question at a time for all visitors
 * together, an answer holds as long as a room's does and for every window of the session, a document saved again
 * while its question waits is asked about once, and a backlog that grows too long loses its oldest. A lost hint
 * leaves a list as it was until its reader turns to it again; it never shows anything.
 */
class NamedDocuments {
	/** @param {{keepMs: number, log: Function}} options how long an answer holds, yes or no */
	constructor(frappe, { keepMs, log }) {
		this.frappe = frappe;
		this.keepMs = keepMs;
		this.log = log;
		this.answers = new Map();
		this.waiting = new Map();
		this.asked = null; // the question that is under way
	}

	/**
	 * Call `tell` once Frappe has said that the visitor may read the document; else never.
	 * @param {object} visitor as Frappe.ask takes it
	 * @param {string} ear who is told of what: of several that wait for one answer the last alone is told
	 */
	whenReadable(visitor, [doctype, name], ear, tell) {
		const key = JSON.stringify([visitor.site, visitor.sid, doctype, name]);
		const known = this.answers.get(key);
		if (known && known.until > Date.now()) {
			if (known.readable) tell();
			return;
		}
		const waiting = this.asked?.key === key ? this.asked : this.waiting.get(key);
		const question = waiting ?? { key, visitor, doctype, name, tellings: new Map() };
		question.tellings.set(ear, tell);
		if (waiting) return;
		this.waiting.set(key, question);
		if (this.waiting.size > BACKLOG) this.waiting.delete(this.waiting.keys().next().value);
		if (!this.asked) this.askInTurn();
	}

	async askInTurn() {
		for (const question of this.waiting.values()) {
			this.waiting.delete(question.key);
			this.asked = question;
			try {
				await this.ask(question);
			} catch (error) {
				const reason = error instanceof Unanswered ? error.message : error.stack;
				this.log(`${this.waiting.size + 1} hints of named documents are lost: ${reason}`);
				this.waiting.clear(); // each of them would wait out the same silence
			}
		}
		this.asked = null;
	}

	async ask({ key, visitor, doctype, name, tellings }) {
		const readable = await this.frappe.maySee(visitor, doctype, name);
		this.answers.delete(key);
		this.answers.set(key, { readable, until: Date.now() + this.keepMs });
		if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value);
		if (readable) for (const tell of tellings.values()) tell();
	}
}

/**
 * The document that a message in a shared room names, as [doctype, name].
 * @returns {[string, unknown]|null} null when it names none; the name is as sent, perhaps malformed
 */
function documentNamed(room, message) {
	if (typeof message !== "object" || message === null) return null;
	const name = message.name ?? message.docname;
	const doctype = message.doctype ?? /^doctype:(.*)$/s.exec(room)?.[1];
	return name === undefined || name === null || doctype === undefined ? null : [doctype, name];
}

module.exports = { NamedDocuments, documentNamed };
