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
		if (frm.doc.docstatus === 0) warn_of_unmet(frm);
	},
});

/** What the server refuses to submit, said before: recognitions although criteria are not met, not confirmed yet. */
function warn_of_unmet(frm) {
	const rows = (frm.doc.items || []).filter(
		(row) => row.unmet_criteria && !(row.despite_unmet && (row.reason || "").trim())
	);
	if (!rows.length) return;
	const names = rows
		.slice(0, 5)
		.map((row) => `${row.organization_name} (${row.unmet_criteria})`)
		.join("; ");
	const words = rows.length > 5 ? __("{0}; and {1} more files", [names, rows.length - 5]) : names;
	const text = __(
		"Files with unmet criteria would be recognized: {0}. For each, confirm it with a reason, choose another decision, or take it off the resolution.",
		[frappe.utils.escape_html(words)]
	);
	frm.set_intro(text, "orange");
}

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
