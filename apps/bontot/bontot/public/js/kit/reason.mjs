// What a tap on a suggestion does to a reason that is being written. Pure.

/** `typed` with `text` behind it; as it is where that is said already, or where it would be longer than `most` characters. */
export function withSuggestion(typed, text, most) {
	const before = typed.trimEnd();
	if (before.includes(text)) return typed;
	const joint = !before ? "" : /[.,;:!?]$/.test(before) ? " " : ". "; // suggestions are whole sentences
	const whole = before + joint + text;
	return whole.length > most ? typed : whole;
}
