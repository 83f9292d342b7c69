frappe.ui.form.on("Member Transfer", {
	refresh(frm) {
		if (frm.is_new()) return;
		const act = (method, args = {}) =>
			frappe
				.xcall(`bontot.organization.api.${method}`, { name: frm.doc.name, ...args })
				.then(() => frm.reload_doc());
		const { may_answer, may_withdraw } = frm.doc.__onload || {}; // the server decides
		if (may_answer) {
			frm.add_custom_button(__("Accept Transfer"), () => act("accept_transfer")).addClass(
				"btn-primary"
			);
			frm.add_custom_button(__("Refuse Transfer"), () =>
				frappe.prompt(
					{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
					({ reason }) => act("refuse_transfer", { reason }),
					__("Refuse Transfer"),
					__("Refuse Transfer")
				)
			);
		}
		if (may_withdraw) frm.add_custom_button(__("Withdraw Transfer"), () => act("withdraw_transfer"));
	},
});
