// The path above a form ends in the document's name, which for most of ours is a number nobody knows: its title stands
// there instead.

const { set_form_breadcrumb } = frappe.breadcrumbs;

frappe.breadcrumbs.set_form_breadcrumb = function (breadcrumbs, view) {
	set_form_breadcrumb.call(this, breadcrumbs, view);
	const { doctype } = breadcrumbs;
	const doc = frappe.get_doc(doctype, frappe.get_route().slice(2).join("/"));
	const field = frappe.get_meta(doctype)?.title_field;
	const title = doc?.__islocal ? __("New") : field && doc?.[field];
	if (title) this.$breadcrumbs.find("li").last().find("a").text(title);
};
