// Answers come back in any order. What a page shows is the answer to its last question, not the last answer.

/**
 * A counter of questions: `const turn = latest()` once, then `const mine = turn()` before asking, and
 * `if (!mine()) return;` before what came back (an answer, a refusal, the end of loading) is shown.
 * @returns {() => () => boolean} begins a turn; what it gives back says whether no later turn has begun
 */
export function latest() {
	let last = 0;
	return () => {
		const turn = ++last;
		return () => turn === last;
	};
}

/**
 * Does `work` once nobody has asked for it for `wait` milliseconds: a search at the end of a word, not at each letter.
 * Call `.now(…)` to do it at once, `.cancel()` to do it no more.
 * @template {unknown[]} A
 * @param {(...args: A) => void} work
 * @returns {((...args: A) => void) & {now: (...args: A) => void, cancel: () => void}}
 */
export function settled(work, wait = 300) {
	let timer = null;
	const cancel = () => clearTimeout(timer);
	const ask = (...args) => {
		cancel();
		timer = setTimeout(work, wait, ...args);
	};
	const now = (...args) => {
		cancel();
		return work(...args);
	};
	return Object.assign(ask, { now, cancel });
}
