frappe.query_reports["Four Goods by Body"] = {
	filters: [
		{
			fieldname: "period",
			label: __("Review Period"),
			fieldtype: "Link",
			options: "Review Period",
			get_query: () => ({ filters: { state: ["in", ["Opening", "Open", "Closed"]] } }),
		},
		{ fieldname: "organization", label: __("Organization"), fieldtype: "Link", options: "Party Organization" },
	],
};
