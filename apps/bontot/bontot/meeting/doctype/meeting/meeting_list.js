frappe.listview_settings.Meeting = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { Planned: "gray", Held: "orange", Minuted: "green" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	button: {
		show: () => true,
		get_label: () => __("Open the record"),
		get_description: () => "",
		action: (doc) => frappe.set_route("meeting-record", doc.name),
	},
};
