// Files drawn by lot, which are opened before many are agreed to at once. Pure.

/** The next file to open; null when all have been. `drawn`: [{evaluation, organization_name, opened}]. */
export function nextToOpen(drawn) {
	return drawn.find((file) => !file.opened) ?? null;
}

/** The draw after a file was opened; the same one where it was not drawn. */
export function afterOpening(drawn, name) {
	return drawn.map((file) => (file.evaluation === name ? { ...file, opened: true } : file));
}
