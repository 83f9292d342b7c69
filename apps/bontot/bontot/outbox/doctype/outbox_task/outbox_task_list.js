frappe.listview_settings["Outbox Task"] = {
	add_fields: ["state", "attempts", "progress_done", "progress_total"],
	hide_name_column: true,
	get_indicator(doc) {
		const colours = { Pending: "orange", Running: "blue", Done: "green", Failed: "red" };
		return [__(doc.state), colours[doc.state], `state,=,${doc.state}`];
	},
};
