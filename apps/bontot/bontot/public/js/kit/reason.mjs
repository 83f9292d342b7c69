// What holds of a reason that is being written. Pure.

export const LEAST_REASON = 5; // characters: less than a word says nothing
export const LONGEST_REASON = 2000;

/** Whether something was written that can be read. */
export function isReason(text, least = LEAST_REASON) {
	return (text ?? "").trim().length >= least;
}

/** `typed` with `text` behind it; as it is where that is said already, or where it would be longer than `most` characters. */
export function withSuggestion(typed, text, most) {
	const before = typed.trimEnd();
	if (before.includes(text)) return typed;
	const joint = !before ? "" : /[.,;:!?]$/.test(before) ? " " : ". "; // suggestions are whole sentences
	const whole = before + joint + text;
	return whole.length > most ? typed : whole;
}
