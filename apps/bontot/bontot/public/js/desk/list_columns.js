// Lists of ours say what, whose, by when: nobody knows a document's number, and what the framework leaves out on a screen of
// 1366 px is all that a row has to say (its tags and its state are counted as columns).

const list = frappe.views.ListView.prototype;
const { setup_columns } = list;
const LEAST = 6; // title, tags, state and three of what the list is asked for

const isOurs = (meta) => frappe.boot.module_app?.[frappe.scrub(meta.module)] === "bontot";

list.setup_columns = function (...given) {
	if (!isOurs(this.meta)) return setup_columns.apply(this, given);
	this.settings.hide_name_column ??= true;
	const { total_fields } = this.list_view_settings;
	this.list_view_settings.total_fields = total_fields || (window.innerWidth < 1920 ? LEAST : 10);
	setup_columns.apply(this, given);
	this.list_view_settings.total_fields = total_fields; // what the person has set is kept as it is
	const { df } = this.columns[0];
	// Where a list puts words in the place of the number, the head says of what they are.
	if (df.fieldname === "name" && this.settings.formatters?.name) df.label = this.doctype;
};
