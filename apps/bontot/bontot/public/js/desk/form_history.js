// A form's history tells values as they are stored, which for a Select is the key, in English, and the columns of tables
// by their English names. It is told in the words that the form itself shows.

const inWords = (doctype, [field, ...values]) => {
	const select = frappe.meta.get_docfield(doctype, field)?.fieldtype === "Select";
	return [field, ...(select ? values.map((value) => (value ? __(value) : value)) : values)];
};

function told(version, doctype) {
	if (!version.data) return version;
	const data = JSON.parse(version.data);
	data.changed = data.changed?.map((change) => inWords(doctype, change));
	data.row_changed = data.row_changed?.map(([table, index, name, changes]) => {
		const child = frappe.meta.get_docfield(doctype, table)?.options;
		return [table, index, name, changes.map((change) => inWords(child, change))];
	});
	return { ...version, data: JSON.stringify(data) };
}

// The class is only reached through a form's own timeline, so it is mended at the first form that opens.
$(document).on("form-refresh.bontot-history", (event, frm) => {
	const timeline = frm.timeline && Object.getPrototypeOf(frm.timeline);
	if (!timeline) return;
	$(document).off("form-refresh.bontot-history");
	const { get_version_timeline_contents } = timeline;
	timeline.get_version_timeline_contents = function () {
		const stored = this.doc_info.versions;
		this.doc_info.versions = (stored ?? []).map((version) => told(version, this.frm.doctype));
		const { get_label } = frappe.meta; // labels of a table's columns are told untranslated
		frappe.meta.get_label = (...asked) => __(get_label.apply(frappe.meta, asked));
		try {
			return get_version_timeline_contents.call(this);
		} finally {
			frappe.meta.get_label = get_label;
			this.doc_info.versions = stored;
		}
	};
	frm.timeline.refresh();
});
