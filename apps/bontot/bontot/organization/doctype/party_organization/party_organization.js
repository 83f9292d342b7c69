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
		tell_history(frm);
	},
});

// What happened to it, one line each: the decision itself is one tap away in the list of reorganizations.
function tell_history(frm) {
	frappe
		.xcall("bontot.organization.api.get_history", { organization: frm.doc.name }, "GET")
		.then((lines) => {
			if (!lines.length || frm.is_new()) return;
			const list = $("<ul class='bt-history'>");
			lines.forEach((line) => $("<li>").text(line).appendTo(list));
			frm.dashboard.add_section(list, __("History"));
			frm.dashboard.show();
		});
}
