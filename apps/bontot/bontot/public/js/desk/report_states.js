// A report that shows where a record stands asks for the field that says so, too. Of some kinds the framework names a field
// that they have not (e-mail accounts): the whole report was refused.

const report = frappe.views.ReportView.prototype;
const add_column = report.add_status_dependency_column;

report.add_status_dependency_column = function (field, doctype) {
	const known = frappe.model.std_fields_list.includes(field) || frappe.meta.has_field(doctype, field);
	return known ? add_column.call(this, field, doctype) : undefined;
};
