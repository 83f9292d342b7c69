frappe.listview_settings.Meeting = {
	hide_name_column: true,
	add_fields: ["status", "state"],
	get_indicator(doc) {
		const sent = { "Under Appraisal": "blue", Returned: "yellow", Approved: "green" };
		if (sent[doc.state])
			return [__("Minutes: {0}", [__(doc.state)]), sent[doc.state], `state,=,${doc.state}`];
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
