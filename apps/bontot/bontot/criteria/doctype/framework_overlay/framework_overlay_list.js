frappe.listview_settings["Framework Overlay"] = {
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	add_fields: ["state"],
	get_indicator(doc) {
		const tones = {
			Draft: ["Draft", "gray"],
			"Under Appraisal": ["Under Appraisal", "blue"],
			Returned: ["Returned", "orange"],
			Approved: ["In Force", "green"],
			Withdrawn: ["Out of Force", "red"],
		};
		const [label, tone] = tones[doc.state] ?? tones.Draft;
		return [__(label), tone, `state,=,${doc.state || "Draft"}`];
	},
};
