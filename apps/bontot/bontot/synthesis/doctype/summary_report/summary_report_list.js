frappe.listview_settings["Summary Report"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const tones = {
			Draft: ["Draft", "gray"],
			"Under Appraisal": ["Sent", "blue"],
			Returned: ["Returned", "orange"],
			Approved: ["Received", "green"],
		};
		const [label, tone] = tones[doc.state] ?? tones.Draft;
		return [__(label), tone, `state,=,${doc.state || "Draft"}`];
	},
};
