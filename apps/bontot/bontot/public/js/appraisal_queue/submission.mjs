// Saves and submits one resolution. An answer that is lost on the way leaves the page in doubt of what the server has
// done: before anything is done again it is asked how the resolution stands, so that nothing is made or decided twice.

// What of the server's refusals may only mean that an earlier request of ours arrived after all.
const OVERTAKEN = ["TimestampMismatchError", "UpdateAfterSubmitError", "DocstatusTransitionError"];

/**
 * @param {object} server
 * @param {(number: string) => Promise<string|null>} server.find name of this person's newest draft of that number
 * @param {(name: string) => Promise<object>} server.read
 * @param {(doc: object) => Promise<object>} server.insert
 * @param {(doc: object) => Promise<object>} server.save
 * @param {(doc: object) => Promise<object>} server.submit
 * @returns {(fields: object) => Promise<object>} to be called again after a failure, with what the person has changed
 *     meanwhile; resolves to the submitted resolution, which is the one of an earlier call where that got through
 */
export function submission(server) {
	let draft = null; // as the server held it last
	let asked = ""; // the number of an insert whose answer never came

	async function standing() {
		if (!draft && !asked) return null;
		try {
			const name = draft ? draft.name : await server.find(asked);
			return name ? await server.read(name) : null;
		} catch (problem) {
			if (problem.kind === "missing") return null; // somebody has deleted the draft
			throw problem;
		}
	}

	return async function submit(fields) {
		draft = await standing();
		asked = "";
		if (draft?.docstatus === 1) return draft;
		try {
			if (draft) draft = await server.save({ ...draft, ...fields });
			else {
				asked = fields.number;
				draft = await server.insert(fields);
				asked = "";
			}
			return (draft = await server.submit(draft));
		} catch (problem) {
			// A plain refusal is an answer; anything else leaves open what was done. With the server still away the next
			// call asks.
			const plain = problem.kind === "refused" && !OVERTAKEN.includes(problem.type);
			if (plain) asked = "";
			const now = !plain && draft && (await standing().catch(() => null));
			if (now?.docstatus !== 1) throw problem;
			return (draft = now);
		}
	};
}
