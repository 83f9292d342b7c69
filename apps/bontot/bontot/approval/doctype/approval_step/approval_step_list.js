frappe.listview_settings["Approval Step"] = {
	hide_name_column: true,
	hide_name_filter: true,
};
