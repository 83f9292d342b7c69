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

	// A body without such organisations has no share: "—", not nought.
	formatter(value, row, column, data, standard) {
		const share = /^(\w+)_share$/.exec(column.fieldname);
		return share && data && !data[`${share[1]}_eligible`] ? "—" : standard(value, row, column, data);
	},
};
