frappe.ui.form.on("Party Organization", {
	setup(frm) {
		frm.set_query("parent_organization", () => ({ filters: { valid_to: ["is", "not set"] } }));
	},

	refresh(frm) {
		// Both hang on the place in the tree: set once, later changed by a reorganization only.
		frm.toggle_enable(["parent_organization", "kind"], frm.is_new());
		if (frm.is_new()) return;
		frm.add_custom_button(__("Tree of Organizations"), () =>
			frappe.set_route("Tree", "Party Organization")
		);
	},
});
