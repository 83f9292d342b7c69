frappe.ui.form.on("Summary Report", {
	setup(frm) {
		frm.set_query("period", () => ({ filters: { state: ["in", ["Open", "Closed"]] } }));
	},

	async onload(frm) {
		if (!frm.is_new() || frm.doc.period) return;
		const filters = { state: "Open", period_kind: "Year" };
		const found = await frappe.db.get_list("Review Period", {
			filters,
			order_by: "ends_on desc",
			limit: 1,
		});
		if (found.length && !frm.doc.period) frm.set_value("period", found[0].name);
	},

	refresh(frm) {
		if (frm.doc.organization && frm.doc.period) {
			const address = `/app/province-overview/${encodeURIComponent(frm.doc.organization)}`;
			const query = `?period=${encodeURIComponent(frm.doc.period)}`;
			frm.add_custom_button(__("Look at the figures"), () => frappe.router.push_state(address + query));
		}
		if (frm.doc.state === "Sent") {
			frm.disable_form();
			return;
		}
		if (frm.is_new() || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Send the report"), () => {
			const words = __(
				"Send this report? Its figures are frozen as they are now and the text can no longer be changed."
			);
			frappe.confirm(words, async () => {
				if (frm.is_dirty()) await frm.save();
				await frappe.call({
					method: "bontot.synthesis.report_api.send",
					args: { report: frm.doc.name },
					freeze: true,
				});
				await frm.reload_doc();
				frappe.show_alert({ message: __("The report was sent."), indicator: "green" });
			});
		}).addClass("btn-primary");
	},
});
