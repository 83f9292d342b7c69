// Whom and which year the title says; the grade is that of the decision, empty until then.
frappe.listview_settings["Annual Rating"] = {
	add_fields: ["state"],
	hide_name_filter: true,
	get_indicator(doc) {
		const colours = { Proposed: "blue", Reviewed: "blue", Returned: "orange", Decided: "green" };
		return [__(doc.state), colours[doc.state], `state,=,${doc.state}`];
	},
};
