// The words of the icons in a page's head. They come here translated, and the framework translates them a second time: what it
// made of them is put right, and said to those who hear the page.

const make = frappe.ui.Page.prototype.add_action_icon;
frappe.ui.Page.prototype.add_action_icon = function (icon, click, css_class, label) {
	const button = make.call(this, icon, click, css_class, label);
	if (label) button.attr({ "data-original-title": label, "aria-label": label });
	return button;
};
