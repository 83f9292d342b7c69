frappe.ui.form.on("Outbox Task", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.state !== "Failed") return;
		frm.add_custom_button(__("Run Again"), () =>
			frappe
				.call({ method: "bontot.outbox.api.retry", type: "POST", args: { name: frm.doc.name } })
				.then(() => frm.reload_doc())
		);
	},
});
