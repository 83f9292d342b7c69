frappe.listview_settings["Party Organization"] = {
	add_fields: ["valid_to"],
	filters: [["valid_to", "is", "not set"]],
	hide_name_column: true,
	hide_name_filter: true,

	onload(listview) {
		const { fields_dict } = listview.page;
		fields_dict.organization_name?.$wrapper.hide();
		// The folded column finds a name typed with or without marks; the database only tells đ from d.
		fields_dict.search_text?.$input?.on("input", (event) => {
			event.target.value = event.target.value.replace(/[đĐ]/g, "d");
		});
		offer_workbook(listview.page);
	},

	get_indicator(doc) {
		return doc.valid_to && doc.valid_to < frappe.datetime.get_today()
			? [__("Ended"), "gray", "valid_to,is,set"]
			: [__("Living"), "green", "valid_to,is,not set"];
	},
};

function offer_workbook(page) {
	const open = (method) => window.open(`/api/method/bontot.workbook.api.${method}`);
	page.add_menu_item(__("Export as a Workbook"), () => open("download"));
	page.add_menu_item(__("Download the Template"), () => open("template"));
	if (frappe.model.can_create("Organization Import")) {
		page.add_inner_button(__("Import and Export by Workbook"), () =>
			frappe.set_route("List", "Organization Import")
		);
	}
}
