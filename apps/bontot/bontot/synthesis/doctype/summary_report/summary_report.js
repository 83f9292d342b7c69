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
		show_figures(frm);
		if (frm.doc.organization && frm.doc.period) {
			const address = `/app/province-overview/${encodeURIComponent(frm.doc.organization)}`;
			const query = `?period=${encodeURIComponent(frm.doc.period)}`;
			frm.add_custom_button(__("Look at the figures"), () => frappe.router.push_state(address + query));
		}
		return bontot.forms.approval(frm, {
			agree: __("Receive"),
			approved: __("It was sent and received. Its figures are those of {0}.", [
				frappe.datetime.str_to_user(frm.doc.as_of) || "…",
			]),
		});
	},
});

// The figures that go with the report, to be read: they are counted, nobody writes them.
function show_figures(frm) {
	const shown = frm.doc.__onload?.figures_shown;
	if (frm.is_new() || !shown) return;
	const place = $("<div class='bt-workbook'>");
	const day = frappe.datetime.str_to_user(shown.as_of);
	bontot.forms.note(place, "plain", __("Figures as of {0}", [day]));
	const heads = [__("What"), __("How many")];
	for (const { name, reached, target, parts, outside, last_year } of shown.kinds) {
		const rows = [
			[__("Recognized, of those within the review"), reached],
			...(target ? [[__("Target"), target]] : []),
			...parts,
			...outside.map(([reason, count]) => [__("Outside the review: {0}", [reason]), count]),
			...(last_year ? [[__("The year before"), last_year]] : []),
		];
		bontot.forms.table(
			place,
			name,
			heads,
			rows.map((cells) => ({ cells }))
		);
	}
	if (!shown.kinds.length) {
		bontot.forms.note(place, "plain", __("No organization of this branch has a file in this period."));
	}
	frm.dashboard.add_section(place, __("Figures of the report"));
	frm.dashboard.show();
}
