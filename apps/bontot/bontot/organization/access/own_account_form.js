// One's own account: what is one's own may be written, names and address are shown, the rest and its buttons are not there.

frappe.ui.form.on("User", {
	refresh(frm) {
		const own = frm.doc.__onload?.own_fields;
		if (!own) return;
		const shown = [...own, ...frm.doc.__onload.shown_fields];
		for (const { df } of frm.fields) {
			if (frappe.model.no_value_type.includes(df.fieldtype)) continue;
			frm.toggle_display(df.fieldname, shown.includes(df.fieldname));
			frm.toggle_enable(df.fieldname, own.includes(df.fieldname));
		}
		frm.set_df_property("user_image", "description", ""); // which speaks of Gravatar
		frm.set_df_property(
			"phone",
			"description",
			__("Those whom you help read this number on their page “Me”. Leave it empty to give none.")
		);
		frm.clear_custom_buttons();
		frm.add_custom_button(__("Change Password"), () => (window.location.href = "/update-password"));
	},
});
