// The points people give, beside those of the record. Pure, tested by Node.

/** Rows as shown: what the person has just given stands in for what the server knows; {…row, points, given}. */
export function merged(rows, given) {
	const own = new Map(given.map((one) => [one.item_key, one]));
	return rows.map((row) => {
		const mine = own.get(row.item_key) ?? null;
		const known = row.by_record ? row.record_points : null;
		const counts = mine && (!row.by_record || mine.reason?.trim());
		return { ...row, given: mine, points: counts ? mine.points : known };
	});
}

/** Groups in the order of the scale: [{name, rows, points, most}]; points only of rows that have some. */
export function grouped(rows) {
	const groups = [];
	for (const row of rows) {
		if (groups.at(-1)?.name !== row.group_name)
			groups.push({ name: row.group_name, rows: [], points: 0, most: 0 });
		const group = groups.at(-1);
		group.rows.push(row);
		group.points += row.points ?? 0;
		group.most += row.most_points;
	}
	return groups;
}

/** Whether what a person gave still lacks the reason that a correction of the record needs. */
export const lacksReason = (row) =>
	Boolean(
		row.given && row.by_record && row.given.points !== row.record_points && !row.given.reason?.trim()
	);
