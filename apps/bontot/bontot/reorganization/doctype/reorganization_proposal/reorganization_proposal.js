const PROPOSAL_API = "bontot.reorganization.proposal_api";
const UNSENT = ["Draft", "Returned"];

frappe.ui.form.on("Reorganization Proposal", {
	setup(frm) {
		const living = { valid_to: ["is", "not set"] };
		const own = () => {
			const path = frm.doc.organization_path;
			return { filters: path ? { ...living, path: ["like", `${path}%`] } : living };
		};
		frm.set_query("organization", () => ({ filters: living }));
		for (const field of ["organization", "target"]) frm.set_query(field, "acts", own);
		frm.set_query("source", "shares", own);
		frm.set_query("new_kind", "acts", () => ({ filters: { disabled: 0 } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.organization) return;
		frappe.xcall(`${PROPOSAL_API}.propose`, {}, "GET").then((guess) => {
			if (frm.is_new() && !frm.doc.organization) frm.set_value(guess);
		});
	},

	refresh(frm) {
		bontot.reorganization.offer_new_names(frm);
		const { outcome = [], may_decide } = frm.doc.__onload || {};
		const stands = outcome.some((row) => row.state !== "Undone");
		show_outcome(frm, outcome, may_decide);
		bontot.reorganization.show_preview(frm, {
			method: `${PROPOSAL_API}.get_preview`,
			// What was decided shows its own; what was withdrawn comes to nothing.
			asks: !stands && frm.doc.state !== "Withdrawn",
		});
		frm.toggle_display("preview_section", !stands && frm.doc.state !== "Withdrawn");
		if (!frm.is_new() && UNSENT.includes(frm.doc.state) && frm.perm[0]?.write && !frm.is_dirty()) {
			bontot.reorganization.offer_shares(frm, `${PROPOSAL_API}.get_share_rows`);
		}
	},
});

function show_outcome(frm, outcome, may_decide) {
	const place = bontot.forms.place(frm, "outcome_html").attr("class", "bt-page bt-approval");
	for (const row of outcome) show_decision(place, row);
	if (!may_decide) return;
	const buttons = $("<div class='bt-buttons'>").appendTo(place);
	$("<button type='button' class='bt-button bt-button--main'>")
		.text(__("Make the Decision of It"))
		.appendTo(buttons)
		.on("click", () => ask_for_decision(frm));
}

function show_decision(place, row) {
	const day = frappe.datetime.str_to_user;
	const number = __("Decision {0} of {1}", [row.decision_number, day(row.decision_date)]);
	const said = {
		Draft: ["wait", __("being prepared")],
		Failed: ["bad", __("could not be carried out; it is being mended")],
		Entered: ["wait", __("is carried out on {0}", [day(row.effective_date)])],
		Applied: ["good", __("was carried out; it holds from {0}", [day(row.effective_date)])],
		Undoing: ["wait", __("is being undone")],
		Undone: ["plain", __("was undone; all stands as before")],
	};
	const [tone, words] = said[row.state] ?? ["plain", __(row.state)];
	const line = bontot.forms.note(place, tone, `${number}: ${words}.`);
	if (row.readable) {
		$("<a class='bt-link'>")
			.attr("href", `/app/reorganization/${encodeURIComponent(row.name)}`)
			.text(__("Open the decision"))
			.appendTo(line.append(" "));
	}
	if (row.departs_because) bontot.forms.note(place, "warn", __("It differs: {0}", [row.departs_because]));
	if (row.departures.length) bontot.reorganization.show_departures(place, row.departures);
}

function ask_for_decision(frm) {
	const fields = [
		{ fieldname: "decision_number", fieldtype: "Data", label: __("Decision Number"), reqd: 1 },
		{
			fieldname: "decision_date",
			fieldtype: "Date",
			label: __("Decision Date"),
			reqd: 1,
			default: frappe.datetime.get_today(),
		},
		{
			fieldname: "decision_issuer",
			fieldtype: "Data",
			label: __("Issued By"),
			reqd: 1,
			default: frm.doc.__onload.issuer,
		},
	];
	const make = async (values) => {
		const args = { name: frm.doc.name, ...values };
		const method = `${PROPOSAL_API}.make_decision`;
		const { message } = await frappe.call({ method, type: "POST", args, freeze: true });
		frappe.set_route("Form", "Reorganization", message);
	};
	frappe.prompt(fields, make, __("Make the Decision of It"), __("Make the Decision"));
}
