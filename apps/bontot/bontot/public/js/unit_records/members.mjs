// Finding members by what people type: without marks, in any case. Pure.

import { fold } from "../kit/fold.mjs";

/** Those in whose name every typed word begins a word. */
export function found(members, text) {
	const words = fold(text).split(/\s+/).filter(Boolean);
	return members.filter((member) => {
		const parts = fold(member.full_name).split(/\s+/);
		return words.every((word) => parts.some((part) => part.startsWith(word)));
	});
}
