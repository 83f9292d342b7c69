const API = "bontot.reorganization.api";
const EDITABLE = ["Draft", "Failed"];

frappe.ui.form.on("Reorganization", {
	setup(frm) {
		const living = { filters: { valid_to: ["is", "not set"] } };
		frm.set_query("organization", () => living);
		for (const field of ["organization", "target"]) frm.set_query(field, "acts", () => living);
		frm.set_query("new_kind", "acts", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		bontot.reorganization.offer_new_names(frm);
		const editable = frm.is_new() || EDITABLE.includes(frm.doc.state);
		if (!editable) frm.disable_form();
		bontot.forms.follow_work(frm, { title: __("Reorganizing"), running: is_running(frm.doc) });
		frm.set_intro("");
		if (frm.doc.state === "Failed") frm.set_intro(frappe.utils.escape_html(frm.doc.problems), "red");
		if (frm.doc.state === "Applied" && frm.doc.problems) {
			frm.set_intro(frappe.utils.escape_html(frm.doc.problems), "orange");
		}
		show_proposal(frm);
		bontot.reorganization.show_preview(frm, {
			method: `${API}.get_preview`,
			kept: editable ? "" : frm.doc.summary,
			asks: frm.doc.__onload?.may_act,
		});
		if (!frm.is_new() && frm.doc.__onload?.may_act) offer_acts(frm); // the server decides, the form only asks
	},
});

function offer_acts(frm) {
	const { state, effective_date } = frm.doc;
	const ahead = effective_date > frappe.datetime.get_today();
	if (EDITABLE.includes(state) && !frm.is_dirty()) {
		const day = frappe.datetime.str_to_user(effective_date);
		const label = ahead
			? __("Enter, to Be Carried Out on {0}", [day])
			: __("Carry Out the Reorganization");
		const question = ahead
			? __("Enter this decision? It is carried out on {0} and can be taken back before.", [day])
			: __("Carry this decision out now? The tree changes for everybody as the preview says.");
		frm.add_custom_button(label, () => act(frm, "enter", question)).addClass("btn-primary");
		bontot.reorganization.offer_shares(frm, `${API}.get_share_rows`);
	}
	if (state === "Entered" && ahead) {
		frm.add_custom_button(__("Take Back"), () => act(frm, "take_back"));
	}
	if (state === "Applied") {
		const question = __("Put everything back as it stood before this decision?");
		frm.add_custom_button(__("Undo"), () => act(frm, "undo", question));
	}
}

function act(frm, method, question) {
	const run = () =>
		frappe
			.call({ method: `${API}.${method}`, type: "POST", args: { name: frm.doc.name }, freeze: true })
			.then(() => frm.reload_doc());
	if (question) frappe.confirm(question, run);
	else run();
}

// What is entered for a later day waits; nothing runs yet.
const is_running = ({ state, effective_date }) =>
	state === "Undoing" || (state === "Entered" && effective_date <= frappe.datetime.get_today());

// Of a decision made of a proposal: what was proposed, and in what it differs.
function show_proposal(frm) {
	const { proposal } = frm.doc.__onload || {};
	const place = bontot.forms.place(frm, "proposal_html");
	frm.toggle_display("departs_because", Boolean(proposal?.departures.length));
	if (!proposal) return;
	const { organization_name: by, reason } = proposal;
	bontot.forms.note(place, "plain", __("{0} proposes it: {1}", [by, reason]));
	if (!proposal.departures.length) {
		bontot.forms.note(place, "good", __("The decision is what was proposed."));
		return;
	}
	bontot.forms.note(place, "warn", __("The decision is not what was proposed. Write the reason below."));
	bontot.reorganization.show_departures(place, proposal.departures);
}
