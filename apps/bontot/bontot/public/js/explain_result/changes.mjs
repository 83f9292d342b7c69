// What stands between a file and "đạt", criterion by criterion, in the file's order; long lists in short.

export const MOST_LINES = 3;

/**
 * @param {{items: {criterion_key: string, short_text: string, to_change: string[]}[]}[]} groups
 * @returns {{key: string, title: string, lines: string[], more: number}[]} `more`: lines left out here
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
			}))
	);
}
