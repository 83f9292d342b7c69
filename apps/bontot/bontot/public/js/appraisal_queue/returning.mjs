// A return as it is being written: which criteria go back, each for its own reason. Pure.

import { isReason } from "../kit/reason.mjs";
import { isAgainst } from "./reviewing.mjs";

/** Nothing ticked yet; `to`: the key of where it goes. */
export function emptyReturn(to = "author") {
	return { to, picked: [], texts: {} };
}

/** Keys of what is ticked beforehand: not met, or records say otherwise. What only lacks evidence may pass, and is not. */
export function flagged(items) {
	return items.filter((item) => isAgainst(item)).map((item) => item.criterion_key);
}

/** The doubtful ones first, the most doubtful before all; else in the order given. */
export function doubtfulFirst(items) {
	const doubt = (item) =>
		2 * Number(isAgainst(item)) +
		Number(Boolean(item.missing_evidence)) +
		Number(item.changes.length > 0);
	return [...items].sort((a, b) => doubt(b) - doubt(a));
}

/** Ticks or unticks a criterion; what was written for it stays, should it be ticked again. */
export function toggle(draft, key) {
	draft.picked = draft.picked.includes(key)
		? draft.picked.filter((one) => one !== key)
		: [...draft.picked, key];
}

/** Keys of the ticked criteria that have no reason yet, in the order of `items`. */
export function unexplained(draft, items) {
	return items
		.map((item) => item.criterion_key)
		.filter((key) => draft.picked.includes(key) && !isReason(draft.texts[key]));
}

/** {criterion: reason} as the server takes it. */
export function reasonsOf(draft) {
	return Object.fromEntries(draft.picked.map((key) => [key, (draft.texts[key] ?? "").trim()]));
}

/**
 * What becomes of the criteria that are not returned, in words; "" while nothing is ticked, or all is.
 * @param {string} to "author": they are accepted and locked; "below": they stay accepted as they are
 */
export function othersWords({ to, picked }, items, translate) {
	const others = items.filter((item) => !picked.includes(item.criterion_key));
	if (!picked.length || !others.length) return "";
	if (to === "below")
		return translate("The other {0} criteria stay agreed to, nobody looks at them again.", [
			others.length,
		]);
	const words = translate(
		"The other {0} criteria count as agreed to: the unit cannot change them any more. Tick whatever it must mend.",
		[others.length]
	);
	const doubtful = others.filter((item) => item.differs).map((item) => item.short_text);
	if (!doubtful.length) return words;
	return `${words} ${translate("Among them these differ from the records: {0}.", [doubtful.join("; ")])}`;
}
