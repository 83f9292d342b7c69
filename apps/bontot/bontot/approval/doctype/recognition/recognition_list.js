frappe.listview_settings["Recognition"] = {
	add_fields: ["withdrawn_on", "year"],
	hide_name_column: true,
	get_indicator(doc) {
		return doc.withdrawn_on
			? [__("Withdrawn"), "red", "withdrawn_on,is,set"]
			: [__("Recognized"), "green", "withdrawn_on,is,not set"];
	},
};
