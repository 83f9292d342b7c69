frappe.ui.form.on("Review Period", {
	setup(frm) {
		frm.set_query("framework", () => ({
			filters: { docstatus: 1, organization: frm.doc.organization },
		}));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		// One form serves every period of a sitting: what was proposed for the one before says nothing of this one.
		frm.bontot_proposed = null;
		frm.bontot_counted = "";
		if (!frm.doc.framework) propose(frm);
	},

	period_kind: propose_again,
	year: propose_again,

	refresh(frm) {
		show_what_is_fixed(frm);
		bontot.forms.follow_work(frm, {
			title: __("Opening"),
			text: ({ done, total }) => __("{0} of {1} files", [done, total]),
			running: frm.doc.state === "Opening",
		});
		if (!frm.doc.__onload?.may_decide && !frm.is_new()) return; // the server decides, the form only asks
		if (frm.doc.state === "Draft") {
			frm.add_custom_button(__("Count Deadlines Back"), () => count_back(frm, true));
		}
		if (frm.is_new() || !frm.doc.__onload?.may_decide) return; // the server decides, the form only asks
		if (frm.doc.state === "Draft") {
			const left_behind = frm.doc.__onload.left_behind || "";
			if (left_behind) frm.set_intro(left_behind, "orange");
			const question = question_before_opening(frm.doc.__onload.opening);
			frm.add_custom_button(__("Open for All Organizations"), () =>
				act(frm, "open_period", [left_behind, question].filter(Boolean).join("<br><br>"))
			).addClass("btn-primary");
		}
		if (frm.doc.state === "Open") {
			frm.add_custom_button(__("Add Organizations Founded Since"), () => act(frm, "open_period"));
			frm.add_custom_button(__("Close Period"), () => ask_to_close(frm));
		}
	},
});

// What the server refuses to change is not offered.
function show_what_is_fixed(frm) {
	const opened = !["Draft", undefined].includes(frm.doc.state);
	for (const field of ["starts_on", "ends_on", "framework"]) {
		frm.set_df_property(field, "read_only", opened ? 1 : 0);
	}
	if (frm.doc.state !== "Closed") return;
	frm.set_read_only();
	frm.disable_save();
	frm.refresh_fields();
}

function propose_again(frm) {
	if (frm.is_new()) propose(frm);
}

// The form comes filled; what the officer has typed stays as typed.
function propose(frm) {
	const args = { period_kind: frm.doc.period_kind || "Year", year: frm.doc.year || 0 };
	const before = frm.bontot_proposed || {};
	if (before.period_kind === args.period_kind && before.year === args.year) return;
	frappe.call({ method: "bontot.evaluation.api.propose_period", type: "GET", args }).then(({ message }) => {
		const untouched = Object.keys(message).filter(
			(field) => !frm.doc[field] || frm.doc[field] === before[field]
		);
		frm.bontot_proposed = message;
		const values = Object.fromEntries(untouched.map((field) => [field, message[field]]));
		return frm.set_value(values).then(() => said(frm) === (frm.bontot_counted ?? "") && count_back(frm));
	});
}

const said = (frm) => (frm.doc.deadlines ?? []).map((row) => `${row.level} ${row.due_on}`).join();

// Each level's last day to send, from the day of the report back over the days that the route leaves the levels above.
function count_back(frm, asked = false) {
	const { period_kind, ends_on, report_due_on } = frm.doc;
	if (!period_kind || !ends_on || !report_due_on) return;
	const method = "bontot.approval.people.api.propose_deadlines";
	frappe
		.call({ method, type: "GET", args: { period_kind, ends_on, report_due_on } })
		.then(({ message }) => {
			frm.clear_table("deadlines");
			for (const { level, level_name, due_on } of message ?? []) {
				frappe.utils.add_link_title("Organization Level", level, level_name);
				frm.add_child("deadlines", { level, due_on });
			}
			frm.bontot_counted = said(frm); // what the officer does not touch follows the kind of period
			one_day_to_send(frm, asked);
			frm.refresh_field("deadlines");
			frm.dirty();
		});
}

// The period's own day is that of levels without one; two different first days would leave people guessing which holds.
function one_day_to_send(frm, asked) {
	const first = (frm.doc.deadlines ?? []).map((row) => row.due_on).sort()[0];
	const proposed = (frm.bontot_proposed ??= {});
	const untouched = frm.doc.self_assessment_due_on === proposed.self_assessment_due_on;
	if (!first || !(asked || untouched)) return;
	proposed.self_assessment_due_on = first;
	frm.set_value("self_assessment_due_on", first);
}

// How many bodies get a file, and what of its days is past already, is counted by the server.
function question_before_opening({ organizations, past } = {}) {
	const lines = [__("Make files for {0} organizations that can earn the title?", [organizations ?? 0])];
	if (past) {
		const days = [past.first, past.last].map((day) => frappe.datetime.str_to_user(day));
		const message =
			past.first === past.last
				? __(
						"The day to send self-assessments, {0}, is past: every file would be late at once.",
						days
					)
				: __(
						"Days to send self-assessments, {0} to {1}, are past: files due by then would be late at once.",
						days
					);
		lines.unshift(message);
	}
	return lines.join("<br><br>");
}

// What would be left as it lies is counted anew before the officer is asked.
async function ask_to_close(frm) {
	if (!frm.is_dirty()) await frm.reload_doc();
	const left = frm.doc.__onload?.under_way ?? [];
	const question = __("After closing nothing of this period can be changed. Close it?");
	if (!left.length) return act(frm, "close_period", question);
	const total = left.reduce((sum, { count }) => sum + count, 0);
	const rows = left
		.map(({ where, count }) => `<li>${count} ${frappe.utils.escape_html(where)}</li>`)
		.join("");
	const warning = __("{0} files of this period are still under way:", [total]);
	const fate = __(
		"They stay as they are: nobody can act on them any more, they leave every queue, and the figures count them as not finished."
	);
	act(frm, "close_period", `<p>${warning}</p><ul>${rows}</ul><p>${fate}</p><p>${question}</p>`);
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
