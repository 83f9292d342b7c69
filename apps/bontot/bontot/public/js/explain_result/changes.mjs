// What stands between a file and "đạt", criterion by criterion, in the file's order; long lists in short.

import { ratingAddress } from "../kit/actions.mjs";

export const MOST_LINES = 3;

/**
 * @param {{items: {criterion_key: string, short_text: string, to_change: string[]}[]}[]} groups
 * @returns {{key: string, title: string, lines: string[], more: number, rating: string}[]} `more`: lines left out here;
 *     `rating`: where whoever reads may propose the rating it waits for, else ""
 */
export function toChange(groups) {
	return groups.flatMap((group) =>
		group.items
			.filter((item) => item.to_change.length)
			.map((item) => ({
				key: item.criterion_key,
				title: item.short_text,
				lines: item.to_change.slice(0, MOST_LINES),
				more: Math.max(item.to_change.length - MOST_LINES, 0),
				rating: ratingAddress(item.computed?.missing),
			}))
	);
}
