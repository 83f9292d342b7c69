// The path above a form ends in the document's name, which for most of ours is a number nobody knows: its title stands
// there instead.

const { add, set_form_breadcrumb } = frappe.breadcrumbs;

// A form that was left hears of a change to its document and draws itself anew: the path stays that of the page shown.
frappe.breadcrumbs.add = function (module, doctype, type) {
	const [view, shown] = frappe.get_route();
	if (view === "Form" && doctype && doctype !== shown) return;
	add.call(this, module, doctype, type);
};

frappe.breadcrumbs.set_form_breadcrumb = function (breadcrumbs, view) {
	set_form_breadcrumb.call(this, breadcrumbs, view);
	const { doctype } = breadcrumbs;
	const doc = frappe.get_doc(doctype, frappe.get_route().slice(2).join("/"));
	const field = frappe.get_meta(doctype)?.title_field;
	const title = doc?.__islocal ? __("New") : field && doc?.[field];
	if (title) this.$breadcrumbs.find("li").last().find("a").text(title);
};
