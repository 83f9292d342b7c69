frappe.ui.form.on("Residence Remark", {
	setup(frm) {
		// Of a year that is over it may be somebody who has moved since; the server knows where he or she was then.
		frm.set_query("member", () => {
			const running = frm.doc.year === Number(frappe.datetime.get_today().slice(0, 4));
			return { filters: running ? { organization: frm.doc.organization } : {} };
		});
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.year) return;
		frm.set_value("year", Number(frappe.datetime.get_today().slice(0, 4)));
	},
});
