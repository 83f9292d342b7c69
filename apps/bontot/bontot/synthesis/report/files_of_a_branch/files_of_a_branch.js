frappe.query_reports["Files of a Branch"] = {
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
		{
			fieldname: "title_kind",
			label: __("Title Assessed"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Cell", label: __("Party cells") },
				{ value: "Grassroots Organization", label: __("Grassroots party organizations") },
			],
		},
		// Set by the overview's numbers: which figure, of which kind of unit.
		{ fieldname: "figure", label: __("Figure"), fieldtype: "Data", hidden: 1 },
		{ fieldname: "sector", label: __("Kind of unit"), fieldtype: "Data", hidden: 1 },
	],
	onload: (report) => bontot.reports.choose_period(report),

	// The organisation's name opens its file.
	formatter(value, row, column, data, standard) {
		const shown = standard(value, row, column, data);
		const opens = column.fieldname === "organization_name" && data?.name;
		return bontot.reports.cell(
			shown,
			data,
			opens && `/app/self-assessment/${encodeURIComponent(data.name)}`
		);
	},
};
