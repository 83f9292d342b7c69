// A return as it is being written: which criteria go back, each for its own reason. Pure.

import { isReason } from "../kit/reason.mjs";

/** Nothing ticked yet; `to`: the key of where it goes. */
export function emptyReturn(to = "author") {
	return { to, picked: [], texts: {} };
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
