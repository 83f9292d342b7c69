frappe.listview_settings["Reorganization"] = {
	add_fields: ["state", "effective_date"],
	hide_name_column: true,
	hide_name_filter: true,

	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Entered: "blue",
			Applied: "green",
			Failed: "red",
			Undoing: "orange",
			Undone: "darkgrey",
		};
		return [__(doc.state), colours[doc.state] || "gray", `state,=,${doc.state}`];
	},
};
