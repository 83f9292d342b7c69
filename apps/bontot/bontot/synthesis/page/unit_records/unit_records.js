frappe.pages["unit-records"].on_page_load = (wrapper) =>
	frappe.require("unit_records.bundle.js").then(() => bontot.pages.unit_records(wrapper));
