// Colour beside the word, in the order of a file's life; the numbers people ask for stand in the row.
const EVALUATION_COLOURS = {
	Draft: "gray",
	"Under Appraisal": "blue",
	Returned: "orange",
	Recognized: "green",
	"Not Recognized": "red",
	Withdrawn: "red",
	"Declared Not Reached": "purple",
	"Interim Reviewed": "green",
	Outside: "light-gray",
};

frappe.listview_settings["Evaluation"] = {
	add_fields: [
		"state",
		"met_count",
		"item_count",
		"pending_count",
		"awaiting_organization",
		"year",
		"review_suggested",
	],
	hide_name_column: true,
	onload(list) {
		// The year people are in; a link with filters of its own keeps them.
		if (!frappe.route_options && !list.filter_area.get().length) {
			list.filter_area.add([["Evaluation", "year", "=", new Date().getFullYear()]]);
		}
	},
	get_indicator(doc) {
		if (doc.review_suggested) return [__("Review Suggested"), "orange", "review_suggested,=,1"];
		if (doc.state === "Recognized" && doc.pending_count) {
			return [__("Recognized before the rating"), "yellow", "state,=,Recognized|pending_count,>,0"];
		}
		return [__(doc.state), EVALUATION_COLOURS[doc.state], `state,=,${doc.state}`];
	},
	formatters: {
		met_count: (value, field, doc) => `${value || 0}/${doc.item_count}`,
	},
};
