frappe.listview_settings["Recognition"] = {
	add_fields: ["state", "year"],
	hide_name_column: true,
	get_indicator(doc) {
		const tones = { Valid: "green", Reopened: "orange", Withdrawn: "red" };
		return [__(doc.state), tones[doc.state] ?? "gray", `state,=,${doc.state}`];
	},
};
