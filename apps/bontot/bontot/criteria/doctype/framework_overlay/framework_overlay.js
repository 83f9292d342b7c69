frappe.ui.form.on("Framework Overlay", {
	setup(frm) {
		frm.set_query("framework", () => ({ filters: { docstatus: 1 } }));
		frm.set_query("organization", () => ({ filters: { valid_to: ["is", "not set"] } }));
		frm.set_query("organization_kind", () => ({ filters: { title_kind: frm.doc.title_kind } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.framework) return;
		frappe.call({ method: "bontot.criteria.api.propose_overlay", type: "GET" }).then(({ message }) => {
			if (frm.is_new() && !frm.doc.framework) frm.set_value(message);
		});
	},

	refresh(frm) {
		offer_choices(frm);
		show_outcome(frm);
	},

	framework: offer_choices,
	title_kind: offer_choices,
});

// What a line may choose from comes from the framework; the server judges what was chosen.
function offer_choices(frm) {
	if (!frm.doc.framework) return;
	const framework = frm.doc.framework;
	frappe
		.call({ method: "bontot.criteria.api.overlay_choices", type: "GET", args: { framework } })
		.then(({ message }) => {
			if (frm.doc.framework !== framework) return;
			const field = frm.doc.title_kind === "Cell" ? "for_cell" : "for_grassroots";
			const offered = {
				criterion_key: message.criteria.filter((row) => !frm.doc.title_kind || row[field]),
				group_key: message.groups,
				calculator: message.calculators,
				setting_key: message.settings.map((row) => ({
					value: row.value,
					label: __("{0} (the province asks for: {1})", [row.label, row.core || __("not set")]),
				})),
			};
			const grid = frm.get_field("changes").grid;
			for (const [name, options] of Object.entries(offered)) {
				grid.update_docfield_property(name, "options", options);
				grid.update_docfield_property(name, "formatter", words_of(options));
			}
			grid.refresh();
		});
}

// In the table a line says what it is about, not its key; a criterion it adds is told by its own words.
function words_of(options) {
	const labels = Object.fromEntries(options.map((row) => [row.value, row.label]));
	return (value, df, _options, row) => {
		const own = df.fieldname === "criterion_key" && row?.action === "Add" && row.short_text;
		return frappe.utils.escape_html(own || labels[value] || value || "");
	};
}

function show_outcome(frm) {
	const place = bontot.forms.place(frm, "difference_html");
	if (frm.is_new()) {
		bontot.forms.note(place, "plain", __("Save to see what it comes to."));
		return;
	}
	const { findings = [], difference } = frm.doc.__onload || {};
	if (findings.length) show_findings(place, findings);
	else if (["Draft", "Returned"].includes(frm.doc.state)) {
		bontot.forms.note(
			place,
			"good",
			__("It only adds to the province's framework. It can be sent once the decision is entered.")
		);
	}
	if (!findings.length && difference)
		bontot.forms.differences(place, difference, __("It changes nothing."));
}

function show_findings(place, findings) {
	bontot.forms.note(place, "bad", __("It cannot be issued yet: {0} things to mend.", [findings.length]));
	const rows = findings.map((row) => ({ tone: "error", cells: [row.item, row.message, row.remedy] }));
	bontot.forms.table(place, "", [__("Where"), __("Problem"), __("What to do")], rows);
}
