// How large the letters of the own pages are on this device.

const KEY = "bontot-letters";
export const LETTERS = [
	{ value: "", label: "Usual letters" },
	{ value: "large", label: "Large letters" },
	{ value: "largest", label: "Very large letters" },
];

/** What was chosen on this device; "" where nothing was, or where the browser keeps nothing. */
export function chosenLetters(store = storage()) {
	const value = store?.getItem(KEY) ?? "";
	return LETTERS.some((size) => size.value === value) ? value : "";
}

/** Keep a choice and show it at once. */
export function chooseLetters(value, store = storage(), root = document.documentElement) {
	showLetters(value, root); // first: a store that is full refuses the rest
	store?.setItem(KEY, value);
}

/** Let the style sheet know: `data-bt-letters` on the page's root. */
export function showLetters(value = chosenLetters(), root = document.documentElement) {
	if (value) root.setAttribute("data-bt-letters", value);
	else root.removeAttribute("data-bt-letters");
}

function storage() {
	try {
		return globalThis.localStorage;
	} catch {
		return undefined; // a browser that is told to keep nothing
	}
}
