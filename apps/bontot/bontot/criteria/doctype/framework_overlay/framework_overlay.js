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
		show_newer(frm);
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
			for (const [name, options] of Object.entries(offered)) {
				bontot.forms.offer(frm, "changes", name, options, own_words);
			}
		});
}

// A criterion that a line adds is told by its own words.
function own_words(df, row) {
	return df.fieldname === "criterion_key" && row?.action === "Add" && row.short_text;
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

// Periods that open on a newer framework go without this overlay until it is made anew on that.
function show_newer(frm) {
	const { newer, may_write } = frm.doc.__onload || {};
	if (!newer) return;
	const title = frappe.utils.escape_html(newer.title);
	const said = __(
		"The province has issued {0}, version {1}. Periods that open on it go without this overlay.",
		[title, newer.version]
	);
	if (newer.draft) {
		const link = frappe.utils.get_form_link(frm.doctype, newer.draft, true, __("a draft on it"));
		frm.set_intro(`${said} ${__("There is {0} already: go on with it.", [link])}`, "orange");
		return;
	}
	const remedy = __("To keep it, make it anew on the new framework.");
	frm.set_intro(may_write ? `${said} ${remedy}` : said, "orange");
	if (may_write) frm.add_custom_button(__("Make Anew on the New Framework"), () => renew(frm));
}

function renew(frm) {
	const args = { overlay: frm.doc.name };
	frappe
		.call({ method: "bontot.criteria.api.renew_overlay", type: "POST", args, freeze: true })
		.then(async ({ message }) => {
			await frappe.set_route("Form", frm.doctype, message.name); // a way that is gone closes what lies over the page
			if (message.left_out.length) tell_left_out(message.left_out);
		});
}

function tell_left_out(lines) {
	const items = lines.map(
		({ action, label }) => `<li>${__(action)}: ${frappe.utils.escape_html(label)}</li>`
	);
	frappe.msgprint({
		title: __("Lines Left Out"),
		message: `<p>${__("What these were about is not in the new framework:")}</p><ul>${items.join("")}</ul>`,
		indicator: "orange",
	});
}

function show_findings(place, findings) {
	bontot.forms.note(place, "bad", __("It cannot be issued yet: {0} things to mend.", [findings.length]));
	const rows = findings.map((row) => ({ tone: "error", cells: [row.item, row.message, row.remedy] }));
	bontot.forms.table(place, "", [__("Where"), __("Problem"), __("What to do")], rows);
}
