// How the pages write dates, numbers and shares. Pure: no clock, no site, so that Node can test them.

const NBSP = "\u00a0";
const DAY = 86400000;

/** "2026-11-24" or "2026-11-24 10:32:05" as [year, month, day] strings, or null. */
function dateParts(value) {
	const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(value ?? "");
	return match && match.slice(1);
}

/** "2026-11-24…" → "24/11/2026"; empty for nothing. */
export function date(value) {
	const parts = dateParts(value);
	return parts ? parts.reverse().join("/") : "";
}

/** "24/11/2026", "24-11-26", "24112026" or "24/11" (of `year`) → "2026-11-24"; "" for nothing, null when it is no date. */
export function parseDate(text, year) {
	const trimmed = (text ?? "").trim();
	if (!trimmed) return "";
	const digits = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(trimmed);
	const apart = /^(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{4}|\d{2}))?$/.exec(trimmed);
	const [, day, month, given] = digits ?? apart ?? [];
	if (!day) return null;
	const full = !given ? year : given.length === 2 ? 2000 + Number(given) : Number(given);
	const found = new Date(Date.UTC(full, month - 1, day));
	if (found.getUTCMonth() !== month - 1 || found.getUTCDate() !== Number(day)) return null;
	return found.toISOString().slice(0, 10);
}

/** "2026-11-24…" → "24/11": for dates of the year in hand. */
export function shortDate(value) {
	const parts = dateParts(value);
	return parts ? `${parts[2]}/${parts[1]}` : "";
}

/** "2026-11-24 10:32:05.12" or "9:05:00" → "10:32", "09:05". */
export function time(value) {
	const match = /(?:^|[ T])(\d{1,2}):(\d{2})/.exec(value ?? "");
	return match ? `${match[1].padStart(2, "0")}:${match[2]}` : "";
}

/** "2026-11-24 10:32:05" → "10:32 24/11/2026", the order in which people say it. */
export function dateTime(value) {
	return [time(value), date(value)].filter(Boolean).join(" ");
}

/** 6412 → "6.412"; decimals only when there are any: 2.5 → "2,5". */
export function number(value) {
	if (value === null || value === undefined || value === "") return "";
	const [whole, fraction] = String(Math.abs(Number(value))).split(".");
	const sign = Number(value) < 0 ? "−" : "";
	return sign + whole.replace(/\B(?=(\d{3})+$)/g, ".") + (fraction ? `,${fraction}` : "");
}

/** Share of `part` in `whole` in tenths of a percent, rounded down; null when there is no whole. */
export function shareInTenths(part, whole) {
	if (!(whole > 0)) return null;
	const scaled = part * 1000;
	return (scaled - (scaled % whole)) / whole;
}

/** percent(6412, 7130) → "89,9 %". Never rounded up: 2999/3000 is 99,9 %, not 100 %. */
export function percent(part, whole) {
	const tenths = shareInTenths(part, whole);
	if (tenths === null) return "—";
	const fraction = tenths % 10;
	return `${number((tenths - fraction) / 10)}${fraction ? `,${fraction}` : ""}${NBSP}%`;
}

/** ratio(11, 12) → "11/12 (91,6 %)": a number never stands alone. */
export function ratio(part, whole) {
	return `${number(part)}/${number(whole)} (${percent(part, whole)})`;
}

/** Calendar days from `from` to `to`, both "YYYY-MM-DD…"; negative when `to` lies before. Null without both. */
export function daysBetween(from, to) {
	const [a, b] = [dateParts(from), dateParts(to)];
	if (!a || !b) return null;
	const noon = ([year, month, day]) => Date.UTC(Number(year), Number(month) - 1, Number(day));
	return Math.round((noon(b) - noon(a)) / DAY);
}

/** How a deadline stands: {days, tone: "late" | "today" | "soon" | "ahead"}; soon means within a week. */
export function due(dueOn, today) {
	const days = daysBetween(today, dueOn);
	if (days === null) return null;
	const tone = days < 0 ? "late" : days === 0 ? "today" : days <= 7 ? "soon" : "ahead";
	return { days, tone };
}

/** Today in Vietnam as "YYYY-MM-DD", whatever zone the device is set to. */
export function today(now = new Date()) {
	return new Intl.DateTimeFormat("en-CA", {
		timeZone: "Asia/Ho_Chi_Minh",
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
	}).format(now);
}

/** The time of day in Vietnam, "10:32". */
export function clockTime(now = new Date()) {
	return new Intl.DateTimeFormat("en-GB", {
		timeZone: "Asia/Ho_Chi_Minh",
		hour: "2-digit",
		minute: "2-digit",
	}).format(now);
}
