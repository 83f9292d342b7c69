// Who writes for this cell and only reads others has no role for the personal data of all; of this member it is his to know.
frappe.ui.form.on("Party Member", {
	refresh(frm) {
		if (frm.doc.__onload?.knows_personal_data && !frm.perm[1]) {
			frm.perm[1] = { read: 1, write: frm.perm[0].write };
			frm.refresh_fields();
		}
	},
});
