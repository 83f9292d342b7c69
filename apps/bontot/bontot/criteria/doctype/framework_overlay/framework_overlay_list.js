frappe.listview_settings["Framework Overlay"] = {
	get_indicator(doc) {
		if (doc.docstatus === 1) return [__("Issued"), "green", "docstatus,=,1"];
		if (doc.docstatus === 2) return [__("Cancelled"), "red", "docstatus,=,2"];
		return [__("Draft"), "orange", "docstatus,=,0"];
	},
};
