// Where on a page one was: kept with each entry of the browser's history, and found again on the way back to it.

const NOTED_AFTER = 150; // milliseconds without scrolling
const FILLED_WITHIN = 5000; // milliseconds: pages fetch what they show, and are short until it is there
const HELD_FOR = 600; // milliseconds: what stood is shown first, then what is fetched anew takes its place
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"];

export function placeOnPage() {
	let noting;
	let isLeading = false;

	function note() {
		clearTimeout(noting);
		history.replaceState({ ...history.state, y: Math.round(window.scrollY) }, "");
	}

	function noteSoon() {
		clearTimeout(noting);
		if (!isLeading) noting = setTimeout(note, NOTED_AFTER);
	}

	const letGo = () => (isLeading = false);

	/** Lead to where one was when this entry was left; whoever scrolls meanwhile is let go. */
	function find(shown) {
		clearTimeout(noting); // was about the entry that is being left
		const y = history.state?.y;
		if (y === undefined) return shown();
		isLeading = true;
		const begun = Date.now();
		let reached = 0;
		(function lead() {
			if (!isLeading || history.state?.y !== y) return letGo();
			if (Math.abs(window.scrollY - y) > 1) window.scrollTo(0, y);
			if (!reached && Math.abs(window.scrollY - y) <= 1) reached = Date.now();
			const isOver = reached ? Date.now() - reached > HELD_FOR : Date.now() - begun > FILLED_WITHIN;
			if (isOver) letGo();
			else requestAnimationFrame(lead);
		})();
		return shown();
	}

	history.scrollRestoration = "manual"; // the browser's own comes before the page is filled
	window.addEventListener("scroll", noteSoon, { passive: true });
	for (const hand of HANDS) window.addEventListener(hand, letGo, { passive: true, capture: true });
	return { note, find };
}
