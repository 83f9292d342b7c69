frappe.ui.form.on("Delegation", {
	setup(frm) {
		// The holder offers his own seats first; the Commission finds all within its reach.
		frm.set_query("seat", () => ({ filters: { from_date: ["<=", frappe.datetime.get_today()] } }));
	},

	refresh(frm) {
		if (frm.is_new() || !frm.doc.__onload?.may_revoke) return; // the server decides
		frm.add_custom_button(__("Take Back"), () =>
			frappe.confirm(__("Take this delegation back? It ends at this moment."), () =>
				frappe
					.xcall("bontot.organization.api.revoke_delegation", { name: frm.doc.name })
					.then(() => frm.reload_doc())
			)
		);
	},
});
