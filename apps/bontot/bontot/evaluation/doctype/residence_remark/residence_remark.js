frappe.ui.form.on("Residence Remark", {
	setup(frm) {
		frm.set_query("member", () => ({ filters: { organization: frm.doc.organization } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.year) return;
		frm.set_value("year", Number(frappe.datetime.get_today().slice(0, 4)));
	},
});
