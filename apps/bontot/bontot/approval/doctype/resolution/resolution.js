frappe.ui.form.on("Resolution", {
	setup(frm) {
		frm.set_query("evaluation", "items", () => ({
			// What waits for an appraisal is refused unless none of the seats there may give it.
			filters: { awaiting_organization: frm.doc.organization || "" },
		}));
		frm.set_query("meeting", () => ({ filters: { organization: frm.doc.organization || "" } }));
		frappe.realtime.on("bontot_progress", (progress) => show_progress(frm, progress));
	},

	refresh(frm) {
		if (frm.doc.state === "Partly Applied") {
			frm.add_custom_button(__("Apply Failed Rows Again"), () => apply_again(frm));
		}
	},
});

function show_progress(frm, progress) {
	if (progress.reference_doctype !== "Resolution" || progress.reference_name !== frm.doc.name) return;
	const text = __("{0} of {1} files decided", [progress.done, progress.total]);
	frm.dashboard.show_progress(__("Files Decided"), (100 * progress.done) / (progress.total || 1), text);
	if (progress.state === "Done") frm.reload_doc();
}

function apply_again(frm) {
	const args = { resolution: frm.doc.name };
	return frappe.xcall("bontot.approval.api.apply_again", args).then(() => frm.reload_doc());
}
