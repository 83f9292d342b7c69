// Points that a level gives otherwise than what counted before. Pure.

/** {criterion: points} of those that differ from what counts now. */
export function otherPoints(items, given) {
	const changed = {};
	for (const { criterion_key: key, points } of items)
		if (points && given[key] != null && given[key] !== points.counted) changed[key] = given[key];
	return changed;
}
