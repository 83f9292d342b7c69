// What is fetched from the seat comes as codes; their names are asked for at once, not only after the first save.
async function say_name(frm, fieldname) {
	const code = frm.doc[fieldname];
	if (!code) return;
	await frappe.utils.fetch_link_title(frm.get_docfield(fieldname).options, code);
	if (frm.doc[fieldname] === code) frm.refresh_field(fieldname);
}

frappe.ui.form.on("Delegation", {
	organization: (frm) => say_name(frm, "organization"),
	position: (frm) => say_name(frm, "position"),
	lender: (frm) => say_name(frm, "lender"),

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
