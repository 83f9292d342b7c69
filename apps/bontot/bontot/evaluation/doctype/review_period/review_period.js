frappe.ui.form.on("Review Period", {
	setup(frm) {
		frm.set_query("framework", () => ({
			filters: { docstatus: 1, organization: frm.doc.organization },
		}));
		frappe.realtime.on("bontot_progress", (message) => show_progress(frm, message));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.framework) propose(frm);
	},

	period_kind: propose_again,
	year: propose_again,

	refresh(frm) {
		if (frm.is_new() || !frm.doc.__onload?.may_decide) return; // the server decides, the form only asks
		if (frm.doc.state === "Draft") {
			frm.add_custom_button(__("Open for All Organizations"), () =>
				act(frm, "open_period", __("Make a file for every organization that can earn the title?"))
			).addClass("btn-primary");
		}
		if (frm.doc.state === "Open") {
			frm.add_custom_button(__("Add Organizations Founded Since"), () => act(frm, "open_period"));
			frm.add_custom_button(__("Close Period"), () =>
				act(frm, "close_period", __("After closing nothing of this period can be changed. Close it?"))
			);
		}
	},
});

function propose_again(frm) {
	if (frm.is_new()) propose(frm);
}

// The form comes filled; what the officer has typed in another field is put right by the next look at it.
function propose(frm) {
	const args = { period_kind: frm.doc.period_kind || "Year", year: frm.doc.year || 0 };
	const key = JSON.stringify(args);
	if (frm.bontot_proposed === key) return;
	frm.bontot_proposed = key;
	frappe.call({ method: "bontot.evaluation.api.propose_period", type: "GET", args }).then(({ message }) => {
		frm.bontot_proposed = JSON.stringify({ period_kind: message.period_kind, year: message.year });
		return frm.set_value(message);
	});
}

function act(frm, method, question) {
	const run = () =>
		frappe
			.call({
				method: `bontot.evaluation.api.${method}`,
				type: "POST",
				args: { period: frm.doc.name },
				freeze: true,
			})
			.then(() => frm.reload_doc());
	if (question) frappe.confirm(question, run);
	else run();
}

function show_progress(frm, message) {
	if (message.reference_doctype !== "Review Period" || message.reference_name !== frm.doc.name) return;
	if (message.state === "Running") {
		frm.dashboard.show_progress(
			__("Opening"),
			(100 * message.done) / Math.max(message.total, 1),
			__("{0} of {1} files", [message.done, message.total])
		);
	} else {
		frm.dashboard.hide_progress(__("Opening"));
		frm.reload_doc();
	}
}
