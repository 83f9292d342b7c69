// Words that stand in attributes of markup.

const SIGNS = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

export const escaped = (word) => word.replace(/[&"<>]/g, (sign) => SIGNS[sign]);

/** `html` with each of `words` that begins an attribute's value and would end it written so that it does not. */
export function quoted(html, words) {
	return words
		.filter((word) => word.includes('"'))
		.reduce((text, word) => text.replaceAll(`="${word}`, () => `="${escaped(word)}`), html);
}
