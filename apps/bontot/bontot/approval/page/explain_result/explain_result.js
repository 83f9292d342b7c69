frappe.pages["explain-result"].on_page_load = (wrapper) =>
	frappe.require("explain_result.bundle.js").then(() => bontot.pages.explain_result(wrapper));
