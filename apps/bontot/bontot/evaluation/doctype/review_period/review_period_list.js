const PERIOD_STATES = {
	Draft: [() => __("Draft"), "gray"],
	Opening: [() => __("Opening", null, "Review Period"), "orange"],
	Open: [() => __("Open", null, "Review Period"), "green"],
	Closed: [() => __("Closed"), "darkgrey"],
};

frappe.listview_settings["Review Period"] = {
	add_fields: ["state", "year", "period_kind", "units_opened"],
	hide_name_column: true,
	get_indicator(doc) {
		const [label, colour] = PERIOD_STATES[doc.state];
		return [label(), colour, `state,=,${doc.state}`];
	},
};
