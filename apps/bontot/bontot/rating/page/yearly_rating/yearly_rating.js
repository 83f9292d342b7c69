frappe.pages["yearly-rating"].on_page_load = (wrapper) =>
	frappe.require("yearly_rating.bundle.js").then(() => bontot.pages.yearly_rating(wrapper));
