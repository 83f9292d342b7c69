// Where a paper (PDF) lies. Pure, so that Node can test it.

/** A stored document in one of its print formats. */
export function printAddress(doctype, name, format) {
	return paperAddress("frappe.utils.print_format.download_pdf", {
		doctype,
		name,
		format,
		no_letterhead: "1",
		_lang: "vi",
	});
}

/** What an endpoint of ours makes; arguments without a value are left out. */
export function paperAddress(method, args) {
	const query = new URLSearchParams(Object.entries(args).filter(([, value]) => value));
	return `/api/method/${method}?${query}`;
}
