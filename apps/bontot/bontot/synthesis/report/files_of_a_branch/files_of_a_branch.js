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
};
