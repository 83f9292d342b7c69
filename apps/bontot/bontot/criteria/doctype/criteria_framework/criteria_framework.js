// What a row may name is what other rows of the form hold, and what the server can compute; it judges what was written.
const NAMED_BY = {
	groups: [["criteria", "group_key"]],
	criteria: [
		["applicability", "criterion_key"],
		["legal_basis", "criterion_key"],
	],
};

// What stands in a setting is a key that is typed; beside it what it means.
const MEANINGS = {
	all_required: "every criterion is met",
	separate: "each kind counted apart",
	together: "both kinds counted in one",
	ends_on: "as on the last day of the period",
	starts_on: "as on the first day of the period",
};

frappe.ui.form.on("Criteria Framework", {
	setup(frm) {
		frm.set_query("organization", () => ({ filters: { valid_to: ["is", "not set"] } }));
	},

	refresh(frm) {
		offer_calculators(frm);
		offer(frm, "groups");
		offer(frm, "criteria");
		say_settings(frm);
		if (frm.is_new()) return;
		const lines = frm.doc.__onload?.difference;
		if (frm.doc.previous_version && lines) {
			const place = bontot.forms.place(frm, "difference_html");
			bontot.forms.differences(place, lines, __("Nothing differs from the version before yet."));
		}
		if (!frm.doc.__onload?.may_write || frm.doc.docstatus === 0) return; // the server decides
		frm.add_custom_button(__("Start a New Version"), () => start_new_version(frm));
	},
});

const offer_groups = (frm) => offer(frm, "groups");
const offer_criteria = (frm) => offer(frm, "criteria");
frappe.ui.form.on("Criterion Group", {
	group_key: offer_groups,
	group_name: offer_groups,
	groups_remove: offer_groups,
});
frappe.ui.form.on("Criterion", {
	criterion_key: offer_criteria,
	short_text: offer_criteria,
	criteria_remove: offer_criteria,
});

function offer(frm, table) {
	const [key, words] = table === "groups" ? ["group_key", "group_name"] : ["criterion_key", "short_text"];
	const options = (frm.doc[table] || [])
		.filter((row) => row[key])
		.map((row) => ({ value: row[key], label: row[words] || row[key] }));
	for (const [to, field] of NAMED_BY[table]) bontot.forms.offer(frm, to, field, options);
}

function say_settings(frm) {
	const grid = frm.get_field("settings").grid;
	grid.update_docfield_property("setting_value", "formatter", (value) => {
		const words = MEANINGS[value] && __(MEANINGS[value]);
		return frappe.utils.escape_html(words ? `${value} (${words})` : (value ?? ""));
	});
	grid.refresh();
}

function offer_calculators(frm) {
	frappe
		.call({ method: "bontot.criteria.api.calculator_choices", type: "GET" })
		.then(({ message }) => bontot.forms.offer(frm, "criteria", "calculator", message));
}

function start_new_version(frm) {
	frappe
		.call({
			method: "bontot.criteria.api.start_new_version",
			type: "POST",
			args: { framework: frm.doc.name },
			freeze: true,
		})
		.then(({ message }) => frappe.set_route("Form", "Criteria Framework", message));
}
