frappe.pages["who-holds-what"].on_page_load = (wrapper) =>
	frappe.require("who_holds_what.bundle.js").then(() => bontot.pages.who_holds_what(wrapper));
