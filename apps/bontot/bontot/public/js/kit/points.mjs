// Points as people type and read them, whatever language the browser has. Pure.

/** What was typed: a number within 0 and `most` in steps of `step`, comma or point as decimal sign; null when it is none. */
export function toPoints(text, most, step = 0) {
	const typed = String(text).trim().replace(",", ".");
	const value = /^\d*\.?\d*$/.test(typed) && /\d/.test(typed) ? Number(typed) : NaN;
	const within = value >= 0 && value <= most && (!step || Number.isInteger(value / step));
	return within ? value : null;
}

/** 2.5 → "2,5"; empty for none. */
export const pointsText = (value) => String(value ?? "").replace(".", ",");
