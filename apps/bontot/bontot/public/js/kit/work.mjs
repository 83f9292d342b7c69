// Follows a piece of background work by asking how it stands. The server's own word goes to the person who started the
// work alone, and to nobody whose connection has just dropped: without asking, such a page would wait for ever.

const FIRST = 4000;
const SLOWER = 1.25;
const LAST = 30000;

/**
 * Ask again and again, ever more slowly, until the work has ended.
 * @param {() => Promise<object|null>} ask how the work stands: {task, state, done, total, failed}, null where there is none
 * @param {(message: object) => void} hear called with each answer
 * @returns {() => void} ends the asking
 */
export function follow(ask, hear) {
	let timer = null;
	let ended = false;
	const again = (wait) => {
		timer = setTimeout(async () => {
			// Offline for a moment, or the server restarts: the next question answers.
			const message = await ask().catch(() => null);
			if (ended) return;
			if (message) hear(message);
			if (!ended && !hasEnded(message)) again(Math.min(wait * SLOWER, LAST));
		}, wait);
	};
	again(FIRST);
	return () => {
		ended = true;
		clearTimeout(timer);
	};
}

/** Whether the work has come to its end, well or badly. */
export const hasEnded = (message) => ["Done", "Failed"].includes(message?.state);
