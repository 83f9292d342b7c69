// The form is what is stored; people work on the pages of their own, to which it leads.
frappe.ui.form.on("Evaluation", {
	refresh(frm) {
		if (frm.is_new()) return;
		const name = encodeURIComponent(frm.doc.name);
		const unsent = ["Draft", "Returned"].includes(frm.doc.state);
		const appraises = !unsent && frappe.boot.page_info["appraisal-queue"];
		const page = appraises ? "appraisal-queue" : "self-assessment";
		const words = appraises ? __("Open the file to appraise") : __("Open the self-assessment");
		frm.add_custom_button(words, () => frappe.set_route(`/app/${page}/${name}`)).addClass("btn-primary");
		frm.add_custom_button(__("Why this result?"), () => frappe.set_route(`/app/explain-result/${name}`));
		if (frappe.model.can_read("Approval Step")) {
			frm.add_custom_button(__("Steps of the file"), () =>
				frappe.set_route("List", "Approval Step", { file_name: frm.doc.name })
			);
		}
	},
});
