frappe.pages["appraisal-queue"].on_page_load = (wrapper) =>
	frappe.require("appraisal_queue.bundle.js").then(() => bontot.pages.appraisal_queue(wrapper));
