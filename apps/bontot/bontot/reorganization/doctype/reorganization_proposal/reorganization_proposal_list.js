frappe.listview_settings["Reorganization Proposal"] = {
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	add_fields: ["state"],
	hide_name_column: true,
	hide_name_filter: true,

	get_indicator(doc) {
		const tones = {
			Draft: ["Draft", "gray"],
			"Under Appraisal": ["Under Appraisal", "blue"],
			Returned: ["Returned", "orange"],
			Approved: ["Agreed To", "green"],
			Withdrawn: ["Withdrawn", "red"],
		};
		const [label, tone] = tones[doc.state] ?? tones.Draft;
		return [__(label), tone, `state,=,${doc.state || "Draft"}`];
	},
};
