frappe.ui.form.on("Visit Note", {
	setup(frm) {
		frm.set_query("meeting", () => ({ filters: { organization: frm.doc.organization } }));
	},
});
