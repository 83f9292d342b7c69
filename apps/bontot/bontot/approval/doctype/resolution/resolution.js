frappe.ui.form.on("Resolution", {
	setup(frm) {
		bontot.forms.ask_before_issuing(frm);
		frm.set_query("evaluation", "items", () => ({
			// What waits for an appraisal is refused unless none of the seats there may give it.
			filters: { awaiting_organization: frm.doc.organization || "" },
		}));
		frm.set_query("rating", "ratings", () => ({
			filters: { deciding_organization: frm.doc.organization || "", subject: ["!=", "Official"] },
		}));
		// As the server asks of it (approval/resolutions/deciding_meeting.py).
		frm.set_query("meeting", () => ({
			filters: {
				organization: frm.doc.organization || "",
				status: ["in", ["Held", "Minuted"]],
				meeting_kind: ["in", ["Party Committee", "Standing Committee", "Whole Organization"]],
				meeting_date: ["<=", frm.doc.resolution_date || frappe.datetime.get_today()],
			},
		}));
	},

	// What waits for the body that was just chosen is offered at once: nothing can be saved before something is decided.
	organization: (frm) => offer_waiting(frm),

	refresh(frm) {
		bontot.forms.follow_work(frm, {
			title: __("Files Decided"),
			text: ({ done, total }) => __("{0} of {1} files decided", [done, total]),
			running: frm.doc.docstatus === 1 && frm.doc.state === "Deciding",
		});
		if (frm.doc.state === "Partly Applied") {
			frm.add_custom_button(__("Apply Failed Rows Again"), () => apply_again(frm));
		}
		if (frm.doc.docstatus === 0) {
			warn_of_unmet(frm);
			offer_waiting(frm);
		}
	},
});

/** What the server may refuse to submit, said before: recognitions although something is not met or not decided, unsaid. */
function warn_of_unmet(frm) {
	const unsaid = (row) =>
		(row.unmet_criteria && !row.despite_unmet) ||
		(row.waiting_criteria && !row.before_rating) ||
		!(row.reason || "").trim();
	const rows = (frm.doc.items || []).filter(
		(row) => (row.unmet_criteria || row.waiting_criteria) && unsaid(row)
	);
	if (!rows.length) return;
	const stands = (row) => [row.unmet_criteria, row.waiting_criteria].filter(Boolean).join("; ");
	const names = rows
		.slice(0, 5)
		.map((row) => `${row.organization_name} (${stands(row)})`)
		.join("; ");
	const words = rows.length > 5 ? __("{0}; and {1} more files", [names, rows.length - 5]) : names;
	const text = __(
		"These would be recognized though something stands against it: {0}. For each, confirm it with a reason, choose another decision, or take it off the resolution.",
		[frappe.utils.escape_html(words)]
	);
	frm.set_intro(text, "orange");
}

/** All of it is taken from what waits for the body: nobody types what there is. */
function offer_waiting(frm) {
	if (!frm.doc.organization || !frm.perm[0]?.write) return;
	frm.add_custom_button(__("Waiting Files"), () => add_files(frm), __("Add"));
	frm.add_custom_button(__("Waiting Documents"), () => add_waiting(frm, "documents"), __("Add"));
	frm.add_custom_button(__("Proposed Ratings"), () => add_waiting(frm, "ratings"), __("Add"));
}

/** Files of one period: a resolution decides a year's titles or an interim review. */
async function add_files(frm) {
	const { deciding } = await frappe.xcall("bontot.approval.queue.api.queue", { limit: 1 });
	const periods = deciding.filter((one) => one.organization === frm.doc.organization);
	if (periods.length < 2) return add_files_of(frm, periods[0]?.period);
	const options = periods.map((one) => ({
		value: one.period,
		label: __("{0}: {1} files", [one.period_title, one.count]),
	}));
	const field = { fieldname: "period", fieldtype: "Select", label: __("Review Period"), options, reqd: 1 };
	frappe.prompt(field, ({ period }) => add_files_of(frm, period), __("Waiting Files"), __("Add"));
}

async function add_files_of(frm, period) {
	const args = { organization: frm.doc.organization, period };
	const found = period
		? await frappe.xcall("bontot.approval.resolutions.api.resolution_candidates", args)
		: [];
	const known = new Set((frm.doc.items || []).map((row) => row.evaluation));
	const files = found.filter((one) => !known.has(one.name));
	for (const one of files) {
		const { name: evaluation, organization_name } = one;
		frm.add_child("items", { evaluation, organization_name, decision: usual_decision(one) });
	}
	frm.refresh_field("items");
	if (!files.length) frappe.show_alert(__("Nothing more waits for this body."));
}

function usual_decision(file) {
	if (file.by_body) return "Agree";
	return file.period_kind === "Year" ? "Recognize" : "Conclude Interim";
}

async function add_waiting(frm, table) {
	const args = { organization: frm.doc.organization };
	const found = await frappe.xcall("bontot.approval.resolutions.api.other_matters", args);
	const known = new Set((frm.doc[table] || []).map((row) => row.rating || row.file_name));
	const rows = found[table].filter((one) => !known.has(one.name));
	for (const one of rows) {
		frm.add_child(
			table,
			table === "ratings"
				? { rating: one.name, rated: one.title, grade: one.grade }
				: {
						file_doctype: one.doctype,
						file_name: one.name,
						document_title: one.title,
						organization_name: one.organization_name,
						decision: "Approve",
					}
		);
	}
	frm.refresh_field(table);
	if (!rows.length) frappe.show_alert(__("Nothing more waits for this body."));
}

function apply_again(frm) {
	const args = { resolution: frm.doc.name };
	return frappe.xcall("bontot.approval.resolutions.api.apply_again", args).then(() => frm.reload_doc());
}
