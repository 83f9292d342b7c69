frappe.pages["self-assessment"].on_page_load = (wrapper) =>
	frappe.require("self_assessment.bundle.js").then(() => bontot.pages.self_assessment(wrapper));
