frappe.pages["province-overview"].on_page_load = (wrapper) =>
	frappe.require("province_overview.bundle.js").then(() => bontot.pages.province_overview(wrapper));
