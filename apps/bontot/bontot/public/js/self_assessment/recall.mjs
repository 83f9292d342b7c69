// What is asked before a file is taken back, and said after it.

/** @param {object} file describeFile */
export function recallWords(file, translate) {
	if (file.is_cell)
		return {
			ask: translate(
				"Take the file back to the cell? The level above cannot see it until you send it again."
			),
			done: translate("The file is back with the cell."),
		};
	return {
		ask: translate(
			"Take the file back to the organization? The level above cannot see it until you send it again."
		),
		done: translate("The file is back with the organization."),
	};
}
