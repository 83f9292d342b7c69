// What a resolution comes to, in one sentence that is asked before it is issued. Pure: `translate` is the framework's __.

// In the order in which it is decided, as the articles of its paper.
const FILES = [
	["Recognize", "recognizes {0} organizations"],
	["Refuse", "does not recognize {0}"],
	["Conclude Interim", "concludes the interim review of {0} organizations"],
	["Agree", "passes the files of {0} organizations on"],
	["Return", "returns the files of {0} organizations"],
];
const DOCUMENTS = [
	["Approve", "approves {0} documents"],
	["Return", "returns {0} documents"],
];

/**
 * @param {object} resolution {number, items, documents: rows with `decision`, ratings: rows}; a table may be missing
 * @param {string} on its date, in words
 */
export function summary({ number, items = [], ratings = [], documents = [] }, on, translate) {
	const told = (kinds, rows) =>
		kinds
			.map(([decision, words]) => [words, rows.filter((row) => row.decision === decision).length])
			.filter(([, count]) => count)
			.map(([words, count]) => translate(words, [count]));
	const parts = [
		...(ratings.length ? [translate("rates {0} organizations and members", [ratings.length])] : []),
		...told(FILES, items),
		...told(DOCUMENTS, documents),
	];
	return translate("Decision {0} of {1}: {2}. Once issued it cannot be changed. Issue it?", [
		number,
		on,
		parts.join("; "),
	]);
}
