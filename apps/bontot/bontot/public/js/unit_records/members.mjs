// Finding members by what people type: without marks, in any case. Pure.

/** As people type without an input method: "Đặng" → "dang". */
export const fold = (text) =>
	text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** Those in whose name every typed word begins a word. */
export function found(members, text) {
	const words = fold(text).split(/\s+/).filter(Boolean);
	return members.filter((member) => {
		const parts = fold(member.full_name).split(/\s+/);
		return words.every((word) => parts.some((part) => part.startsWith(word)));
	});
}
