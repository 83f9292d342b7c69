frappe.ui.form.on("Criteria Framework", {
	setup(frm) {
		frm.set_query("organization", () => ({ filters: { valid_to: ["is", "not set"] } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		const lines = frm.doc.__onload?.difference;
		if (frm.doc.previous_version && lines) {
			const place = bontot.forms.place(frm, "difference_html");
			bontot.forms.differences(place, lines, __("Nothing differs from the version before yet."));
		}
		if (!frm.doc.__onload?.may_write || frm.doc.docstatus === 0) return; // the server decides
		frm.add_custom_button(__("Start a New Version"), () => start_new_version(frm));
	},
});

function start_new_version(frm) {
	frappe
		.call({
			method: "bontot.criteria.api.start_new_version",
			type: "POST",
			args: { framework: frm.doc.name },
			freeze: true,
		})
		.then(({ message }) => frappe.set_route("Form", "Criteria Framework", message));
}
