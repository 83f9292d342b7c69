frappe.query_reports["Four Goods by Body"] = {
	filters: [
		{
			fieldname: "period",
			label: __("Review Period"),
			fieldtype: "Link",
			options: "Review Period",
			get_query: () => ({ filters: { state: ["in", ["Opening", "Open", "Closed"]] } }),
		},
		{
			fieldname: "organization",
			label: __("Organization"),
			fieldtype: "Link",
			options: "Party Organization",
		},
	],

	onload: (report) => bontot.reports.choose_period(report),

	// A body without such organisations has no share: "—", not nought. Its name opens the list of its files.
	formatter(value, row, column, data, standard) {
		const none = column.fieldname.endsWith("_share") && data && data[column.fieldname] === null;
		const shown = none ? "—" : standard(value, row, column, data);
		const opens = column.fieldname === "body" && data?.opens;
		const period = frappe.query_report.get_filter_value("period");
		const query = new URLSearchParams({ organization: data?.organization, ...(period && { period }) });
		return bontot.reports.cell(shown, data, opens && `/app/query-report/Files of a Branch?${query}`);
	},
};
