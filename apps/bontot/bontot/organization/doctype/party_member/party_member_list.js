frappe.listview_settings["Party Member"] = {
	filters: [["state", "!=", "Left"]],
	hide_name_column: true,
	hide_name_filter: true,

	onload(listview) {
		const { fields_dict } = listview.page;
		fields_dict.full_name?.$wrapper.hide();
		// The folded column finds a name typed with or without marks; the database only tells đ from d.
		fields_dict.search_text?.$input?.on("input", (event) => {
			event.target.value = event.target.value.replace(/[đĐ]/g, "d");
		});
	},
};
