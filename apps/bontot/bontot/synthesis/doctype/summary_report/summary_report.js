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
		return bontot.forms.climb(frm, {
			agree: __("Receive"),
			approved: __("It was sent and received. Its figures are those of {0}.", [
				frappe.datetime.str_to_user(frm.doc.as_of) || "…",
			]),
		});
	},
});
