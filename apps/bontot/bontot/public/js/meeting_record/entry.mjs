// Dates and times as people type them, whatever language the browser speaks. Pure, tested by Node.

/** "24/11/2026", "24-11-26", "24112026" or "24/11" (of `year`) → "2026-11-24"; "" for nothing, null when it is no date. */
export function parseDate(text, year) {
	const trimmed = text.trim();
	if (!trimmed) return "";
	const digits = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(trimmed);
	const apart = /^(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{4}|\d{2}))?$/.exec(trimmed);
	const [, day, month, given] = digits ?? apart ?? [];
	if (!day) return null;
	const full = !given ? year : given.length === 2 ? 2000 + Number(given) : Number(given);
	const found = new Date(Date.UTC(full, month - 1, day));
	if (found.getUTCMonth() !== month - 1 || found.getUTCDate() !== Number(day) || full < 1930) return null;
	return found.toISOString().slice(0, 10);
}

/** "19:30", "1930", "19h30", "7h" → "19:30", "07:00"; "" for nothing, null when it is no time. */
export function parseTime(text) {
	const trimmed = text.trim();
	if (!trimmed) return "";
	const match =
		/^(\d{1,2})\s*[:h.g]\s*(\d{2})?$/i.exec(trimmed) ??
		/^(\d{1,2})(\d{2})$/.exec(trimmed) ??
		/^(\d{1,2})$/.exec(trimmed);
	if (!match) return null;
	const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
	if (hour > 23 || minute > 59) return null;
	return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
