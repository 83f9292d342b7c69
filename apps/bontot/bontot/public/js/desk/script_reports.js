// What the reports with code of their own share: the period is told, a row opens what it counts, the total stands out.

frappe.provide("bontot.reports");

/** Put the period that the server takes when none is named into its filter, so that whoever looks knows which it is. */
bontot.reports.choose_period = async function (report) {
	if (report.get_filter_value("period")) return;
	const found = await frappe.db.get_list("Review Period", {
		filters: { state: ["in", ["Opening", "Open", "Closed"]] },
		order_by: "ends_on desc, starts_on desc",
		limit: 1,
	});
	if (found.length && !report.get_filter_value("period")) {
		await report.get_filter("period").set_value(found[0].name);
	}
};

/** A cell as it is shown: `address` of what it opens, or none. */
bontot.reports.cell = function (shown, data, address) {
	if (data?.is_total) return `<b>${shown}</b>`;
	return address ? `<a href="${frappe.utils.escape_html(address)}"><u>${shown}</u></a>` : shown;
};
