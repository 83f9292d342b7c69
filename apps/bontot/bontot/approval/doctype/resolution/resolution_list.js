frappe.listview_settings["Resolution"] = {
	add_fields: ["state", "docstatus"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = { Draft: "gray", Deciding: "orange", "Partly Applied": "red", Applied: "green" };
		return [__(doc.state), colours[doc.state], `state,=,${doc.state}`];
	},
};
