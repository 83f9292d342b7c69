// "In" is the word for printing, and the framework translates some words twice: of a filter "in" is said otherwise.

const filter = frappe.ui.Filter.prototype;
const { set_conditions } = filter;
filter.set_conditions = function () {
	set_conditions.call(this);
	this.conditions.find(([operator]) => operator === "in")[1] = __("One of");
};

// By what rows are grouped stands on its button in English.
const group = frappe.ui.GroupBy.prototype;
const { get_group_by_field_label } = group;
group.get_group_by_field_label = function () {
	return __(get_group_by_field_label.call(this));
};
