// Choices of an Autocomplete column in the table of a form: what is chosen is a key, what is shown are its words.

frappe.provide("bontot.forms");

// options: [{value, label}]; own_words(df, row): words of a row that stand before those of its key.
bontot.forms.offer = function (frm, table, field, options, own_words) {
	const grid = frm.get_field(table).grid;
	const labels = Object.fromEntries(options.map((row) => [row.value, row.label]));
	grid.update_docfield_property(field, "options", options);
	// The server judges what was written, and says what there is; the control would empty the field without a word.
	grid.update_docfield_property(field, "ignore_validation", 1);
	grid.update_docfield_property(field, "formatter", (value, df, _options, row) =>
		frappe.utils.escape_html(own_words?.(df, row) || labels[value] || value || "")
	);
	grid.refresh();
};
