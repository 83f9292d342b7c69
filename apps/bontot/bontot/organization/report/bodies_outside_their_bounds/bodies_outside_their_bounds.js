frappe.query_reports["Bodies Outside Their Bounds"] = {
	filters: [
		{
			fieldname: "organization",
			label: __("Organization"),
			fieldtype: "Link",
			options: "Party Organization",
		},
	],
};
