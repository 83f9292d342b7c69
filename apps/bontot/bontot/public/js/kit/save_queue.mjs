// Saves by itself: one queue a key, in order, kept on the device until the server has it. Pure of Vue and of the site.

const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;

/**
 * @typedef {{value: any, key: string, base: any, at: number}} Change `key` makes a repeated send harmless,
 *     `base` is the revision the person saw when the change was made
 *
 * @param {object} options
 * @param {(name: string, change: Change) => Promise<any>} options.send resolves to the new revision when the server
 *     has it; an error with `passing` is tried again, any other stops that name until `retry`, a new `put`, or another
 *     name is saved, which may have mended its cause. One that carries what others wrote (`data.standing`) waits for the person
 * @param {() => string} options.uniqueKey
 * @param {Storage} options.storage where unsent changes wait
 * @param {string} options.place the storage key: one a person and document
 * @param {() => void} [options.onChange] called after each change of state
 * @param {number} [options.delay] milliseconds of quiet before a change is sent
 */
export function createSaveQueue({
	send,
	uniqueKey,
	storage,
	place,
	onChange = () => {},
	delay = 700,
	timers = globalThis,
}) {
	const slots = new Map(); // name → {waiting, sending, error, timer, wait}
	let savedAt = null;
	let closed = false;

	function slot(name) {
		if (!slots.has(name))
			slots.set(name, { waiting: null, sending: null, error: null, timer: null, wait: FIRST_RETRY });
		return slots.get(name);
	}

	function keep() {
		const unsent = {};
		for (const [name, one] of slots) {
			const chain = [one.sending, one.waiting].filter(Boolean);
			if (chain.length) unsent[name] = chain;
		}
		try {
			if (Object.keys(unsent).length) storage.setItem(place, JSON.stringify(unsent));
			else storage.removeItem(place);
		} catch {
			// A full or forbidden store loses only the protection against a closed tab; the change is still in memory.
		}
		onChange();
	}

	/** Note a change; `base` is the revision shown to the person. A change not yet sent is replaced. */
	function put(name, value, base = null) {
		const one = slot(name);
		// A refused change is known not to be applied: this one takes its place. One under way may be, and goes first.
		const refused = one.error && !one.error.passing ? one.sending : null;
		if (refused) one.sending = null;
		const seen = one.waiting?.base ?? refused?.base ?? base;
		one.waiting = { value, base: seen, key: uniqueKey(), at: Date.now() };
		if (refused) one.error = null;
		keep();
		schedule(name, delay);
	}

	function schedule(name, after) {
		const one = slot(name);
		if (closed) return;
		timers.clearTimeout(one.timer);
		one.timer = timers.setTimeout(() => step(name), after);
	}

	async function step(name) {
		const one = slot(name);
		if (one.busy || (one.error && !one.error.passing)) return;
		one.sending ??= one.waiting;
		if (!one.sending) return;
		if (one.sending === one.waiting) one.waiting = null;
		one.busy = true;
		keep();
		try {
			const revision = await send(name, one.sending);
			if (one.waiting && revision !== undefined) one.waiting.base = revision;
			one.sending = one.error = null;
			one.wait = FIRST_RETRY;
			savedAt = Date.now();
			retryRefused();
		} catch (error) {
			// What was refused is not applied: what was typed since takes its place.
			if (!error.passing && one.waiting) one.sending = one.error = null;
			else one.error = error;
		}
		one.busy = false;
		keep();
		if (!one.error) {
			if (one.waiting) schedule(name, 0);
		} else if (one.error.passing) {
			schedule(name, one.wait);
			one.wait = Math.min(one.wait * 2, LAST_RETRY);
		}
	}

	function retryRefused() {
		for (const [name, one] of slots) {
			if (!one.error || one.error.passing || one.error.data?.standing) continue;
			one.error = null;
			schedule(name, 0);
		}
	}

	/** Take up what an earlier visit could not send; returns {name: value} to show again. */
	function restore() {
		const found = {};
		let unsent;
		try {
			unsent = JSON.parse(storage.getItem(place) ?? "{}");
		} catch {
			return found; // unreadable: written by another version of this page
		}
		for (const [name, chain] of Object.entries(unsent)) {
			const one = slot(name);
			[one.sending, one.waiting] = [chain[0], chain[1] ?? null];
			found[name] = chain[chain.length - 1].value;
			schedule(name, 0);
		}
		onChange();
		return found;
	}

	/** Try again at once: one name after a refusal, or all when the network is back. */
	function retry(name = null) {
		for (const [each, one] of slots) {
			if (name !== null && each !== name) continue;
			if (name === null && one.error && !one.error.passing) continue;
			one.error = one.error?.passing ? one.error : null;
			one.wait = FIRST_RETRY;
			if (one.sending || one.waiting) schedule(each, 0);
		}
		onChange();
	}

	/** Send the change of `name` again on top of revision `base`: the person chose theirs over what stands. */
	function insist(name, base) {
		const one = slot(name);
		const last = one.waiting ?? one.sending;
		if (!last) return;
		[one.sending, one.waiting, one.error] = [null, { ...last, base, key: uniqueKey() }, null];
		keep();
		schedule(name, 0);
	}

	/** Forget the unsent change of `name`. */
	function drop(name) {
		const one = slot(name);
		timers.clearTimeout(one.timer);
		Object.assign(one, { waiting: null, sending: null, error: null });
		keep();
	}

	/** Send everything now; resolves true when nothing is left unsent. */
	async function flush() {
		let moved = true; // a save may set free what was refused before
		while (moved) {
			moved = false;
			for (const [name, one] of slots) {
				timers.clearTimeout(one.timer);
				while ((one.sending || one.waiting) && !(one.error && !one.error.passing)) {
					if (one.busy) await new Promise((resolve) => timers.setTimeout(resolve, 50));
					else {
						await step(name);
						if (one.error) break;
					}
					moved = true;
				}
			}
		}
		return state().phase !== "waiting" && state().phase !== "refused" && state().phase !== "saving";
	}

	/** {phase: idle | saving | saved | waiting | refused, savedAt: ms, errors: {name: error}} */
	function state() {
		const errors = {};
		let unsent = false;
		let waitsForNetwork = false;
		for (const [name, one] of slots) {
			if (one.error && !one.error.passing) errors[name] = one.error;
			else if (one.error) waitsForNetwork = true;
			else if (one.sending || one.waiting) unsent = true;
		}
		const phase = Object.keys(errors).length
			? "refused"
			: waitsForNetwork
				? "waiting"
				: unsent
					? "saving"
					: savedAt
						? "saved"
						: "idle";
		return { phase, savedAt, errors };
	}

	function isUnsent(name) {
		const one = slots.get(name);
		return Boolean(one && (one.sending || one.waiting));
	}

	/** Stop the clocks; what is unsent stays in the store. */
	function close() {
		closed = true;
		for (const one of slots.values()) timers.clearTimeout(one.timer);
	}

	return { put, restore, retry, insist, drop, flush, state, isUnsent, close };
}
