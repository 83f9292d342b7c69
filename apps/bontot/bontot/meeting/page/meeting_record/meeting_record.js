frappe.pages["meeting-record"].on_page_load = (wrapper) =>
	frappe.require("meeting_record.bundle.js").then(() => bontot.pages.meeting_record(wrapper));
