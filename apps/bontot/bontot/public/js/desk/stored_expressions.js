// The framework evaluates some texts that are stored, or typed, as code. Here they are what they say, and nothing runs.

/** Values of a card's or chart's dynamic filters: the framework evaluates each as an expression. */
frappe.dashboard_utils.get_all_filters = (doc) => {
	const filters = doc.filters_json ? JSON.parse(doc.filters_json) : null;
	const dynamic = doc.dynamic_filters_json ? JSON.parse(doc.dynamic_filters_json) : null;
	if (!dynamic || !Object.keys(dynamic).length) return filters;
	if (Array.isArray(dynamic)) {
		return [
			...(filters ?? []),
			...dynamic.map(([doctype, field, sign, value]) => [doctype, field, sign, plain(value, field)]),
		];
	}
	const values = Object.entries(dynamic).map(([field, value]) => [field, plain(value, field)]);
	return { ...filters, ...Object.fromEntries(values) };
};

function plain(value, field) {
	if (typeof value !== "string") return value;
	try {
		return JSON.parse(value);
	} catch {
		frappe.throw(
			__(
				"The filter {0} has an expression as its value. Write the value itself, a text in quotation marks.",
				[field]
			)
		);
	}
}

/** Filters of shortcuts and quick lists, stored as JSON. */
const from_json = frappe.utils.get_filter_from_json;
frappe.utils.get_filter_from_json = function (text, doctype) {
	return from_json.call(this, text?.length ? JSON.stringify(parsed(text)) : text, doctype);
};
if (frappe.utils.process_filter_expression) frappe.utils.process_filter_expression = parsed;

function parsed(text) {
	if (typeof text !== "string") return text;
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}

/** Only what stands in the definition of a field is a template: in dialogs the same control shows names and messages. */
const { ControlHTML } = frappe.ui.form;
const get_content = ControlHTML.prototype.get_content;
ControlHTML.prototype.get_content = function () {
	const { parent, fieldname, options } = this.df;
	const defined = frappe.meta.docfield_map[parent]?.[fieldname];
	return options && defined?.options === options ? get_content.call(this) : options || "";
};

/** The search bar as a calculator: figures and signs. */
const { AwesomeBar } = frappe.search;
const calculate = AwesomeBar.prototype.make_calculator;
AwesomeBar.prototype.make_calculator = function (text) {
	if (/^[=\d\s.,()+\-*/%]+$/.test(text)) calculate.call(this, text);
};
