// What a notice says, in plain words: its subject is written for the desk, with marks of emphasis.

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", nbsp: " " };

/** @param {{subject: string}} notice */
export const wordsOf = ({ subject }) =>
	(subject ?? "")
		.replace(/<[a-z/][^>]*>/gi, "")
		.replace(/&(#?\w+);/g, (whole, name) => NAMED[name] ?? whole)
		.trim();
