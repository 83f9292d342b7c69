// Which criteria of a file ask their reviewer for a second look, and in which order a first review shows them. Pure.

/** The result that counts: what waits cannot be declared away, points that this level gives go before all others. */
export function resultOf(item, points = item.points?.counted) {
	if (item.points && points != null) return points >= item.points.least ? "Met" : "Not Met";
	if (["Awaiting Rating", "Not Yet Due"].includes(item.computed_result)) return item.computed_result;
	return item.appraised_result || item.self_result || item.computed_result;
}

/** Whether it is not met, or records say otherwise than the unit: then or since. */
export function isAgainst(item, points) {
	return resultOf(item, points) === "Not Met" || Boolean(item.differs || item.newer?.result);
}

/** Whether anything of it asks for a second look. */
export function isDoubtful(item, points) {
	return isAgainst(item, points) || Boolean(item.missing_evidence) || item.review_state === "Returned";
}

const rank = (item) => (resultOf(item) === "Not Met" ? 0 : isAgainst(item) ? 1 : 2);

/** {first, rest}: the doubtful ones, what is not met before what records contradict before all else; the rest in the plan's order. */
export function inOrder(items) {
	return {
		first: items.filter((item) => isDoubtful(item)).sort((a, b) => rank(a) - rank(b)),
		rest: items.filter((item) => !isDoubtful(item)),
	};
}
