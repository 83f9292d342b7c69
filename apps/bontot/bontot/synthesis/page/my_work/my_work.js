frappe.pages["my-work"].on_page_load = (wrapper) =>
	frappe.require("my_work.bundle.js").then(() => bontot.pages.my_work(wrapper));
