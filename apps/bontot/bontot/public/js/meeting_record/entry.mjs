// Times as people type them, whatever language the browser speaks. Pure, tested by Node.

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
