import assert from "node:assert/strict";
import { test } from "node:test";
import { submission } from "./submission.mjs";

const offline = Object.assign(new Error("offline"), { kind: "offline", passing: true });
const refused = (type) => Object.assign(new Error(type), { kind: "refused", type });
const missing = Object.assign(new Error("missing"), { kind: "missing" });

/** A server that holds resolutions; `lose` names the steps whose answer is lost after the work is done. */
function serverWith({ lose = [], refuse = {} } = {}) {
	const held = new Map();
	const log = [];
	let serial = 0;
	let clock = 0;
	const keep = (doc) => held.set(doc.name, { ...doc, modified: ++clock }).get(doc.name);
	const step = (name, work) => async (given) => {
		log.push(name);
		if (refuse[name]) throw refuse[name];
		const answer = work(given);
		const at = lose.indexOf(name);
		if (at >= 0) {
			lose.splice(at, 1);
			throw offline;
		}
		return { ...answer };
	};
	const current = (doc) => {
		const stands = held.get(doc.name);
		if (!stands) throw missing;
		if (stands.docstatus === 1 || stands.modified !== doc.modified)
			throw refused("TimestampMismatchError");
	};
	const server = {
		find: async (number) =>
			[...held.values()].find((doc) => doc.number === number && !doc.docstatus)?.name,
		read: async (name) => {
			if (lose.includes("read")) throw offline;
			if (!held.has(name)) throw missing;
			return { ...held.get(name) };
		},
		insert: step("insert", (doc) => keep({ ...doc, name: `R${++serial}`, docstatus: 0 })),
		save: step("save", (doc) => current(doc) ?? keep(doc)),
		submit: step("submit", (doc) => current(doc) ?? keep({ ...doc, docstatus: 1 })),
	};
	return { server, held, log, lose, refuse };
}

test("insert and submit, once each", async () => {
	const { server, log } = serverWith();
	const sent = await submission(server)({ number: "1" });
	assert.deepEqual([sent.docstatus, log], [1, ["insert", "submit"]]);
});

test("submitted although the answer was lost: the same call says so", async () => {
	const { server, log } = serverWith({ lose: ["submit"] });
	const sent = await submission(server)({ number: "1" });
	assert.deepEqual([sent.docstatus, log], [1, ["insert", "submit"]]);
});

test("with the server away for longer the next call finds it submitted, and does nothing again", async () => {
	const { server, log, lose } = serverWith({ lose: ["submit", "read"] });
	const submit = submission(server);
	await assert.rejects(submit({ number: "1" }), offline);
	lose.length = 0;
	const sent = await submit({ number: "1", signer: "changed" });
	assert.deepEqual([sent.docstatus, log], [1, ["insert", "submit"]]);
});

test("a lost insert leaves one draft, which the next call goes on with", async () => {
	const { server, held, log } = serverWith({ lose: ["insert"] });
	const submit = submission(server);
	await assert.rejects(submit({ number: "1" }), offline);
	const sent = await submit({ number: "2", signer: "changed" });
	assert.deepEqual([sent.number, sent.signer, held.size], ["2", "changed", 1]);
	assert.deepEqual(log, ["insert", "save", "submit"]);
});

test("a lost save is not taken for somebody else's change", async () => {
	const { server, refuse, lose } = serverWith({ refuse: { submit: refused("UnmetCriteriaError") } });
	const submit = submission(server);
	await assert.rejects(submit({ number: "1" }), refuse.submit);
	lose.push("save");
	await assert.rejects(submit({ number: "1", signer: "a" }), offline);
	delete refuse.submit;
	assert.equal((await submit({ number: "1", signer: "b" })).signer, "b");
});

test("a refused insert is tried anew, without a look for a draft", async () => {
	const { server, held, refuse } = serverWith({ refuse: { insert: refused("ResolutionDateError") } });
	const submit = submission(server);
	await assert.rejects(submit({ number: "1" }), refuse.insert);
	delete refuse.insert;
	const older = await server.insert({ number: "1", signer: "older" });
	await submit({ number: "1" });
	assert.deepEqual([held.size, held.get(older.name).docstatus], [2, 0]);
});

test("a draft that somebody has deleted is made again", async () => {
	const { server, held, refuse } = serverWith({ refuse: { submit: refused("UnmetCriteriaError") } });
	const submit = submission(server);
	await assert.rejects(submit({ number: "1" }), refuse.submit);
	held.clear();
	delete refuse.submit;
	assert.equal((await submit({ number: "1" })).docstatus, 1);
});
