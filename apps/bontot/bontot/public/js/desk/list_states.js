// A list's coloured words say where a record stands. The framework adds "draft" to each that is not submitted, also to
// doctypes that nobody ever submits: a recognised file then calls itself a draft.

const list = frappe.views.ListView.prototype;
const { get_indicator_html } = list;

// On a phone the framework draws a dot, whose meaning nobody can ask for there: its word instead.
list.get_indicator_dot = function (doc) {
	return this.get_indicator_html(doc);
};

list.get_indicator_html = function (doc, ...rest) {
	const html = get_indicator_html.call(this, doc, ...rest);
	if (!html || frappe.model.is_submittable(this.doctype)) return html;
	return $(html).removeAttr("title").prop("outerHTML");
};
