const API = "bontot.workbook.api.";
const RUNNING = ["Checking", "Importing"];

frappe.ui.form.on("Organization Import", {
	setup(frm) {
		frm.set_query("organization", () => ({ filters: { valid_to: ["is", "not set"] } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.organization) return;
		frappe.call({ method: `${API}own_branch`, type: "GET" }).then(({ message }) => {
			if (message) frm.set_value("organization", message);
		});
	},

	refresh(frm) {
		frm.toggle_display(["outcome_section"], !frm.is_new());
		frm.toggle_display(["files_section"], Boolean(frm.doc.result_file || frm.doc.export_file));
		frm.add_custom_button(__("Download the Template"), () => window.open(`/api/method/${API}template`));
		if (frm.is_new()) return;
		show_outcome(frm);
		const running = RUNNING.includes(frm.doc.state) && !frm.doc.__onload?.stopped;
		bontot.forms.follow_work(frm, { title: __("Working on the workbook"), running });
		if (running) return;
		frm.add_custom_button(__("Export the Branch"), () => act(frm, "export_branch"));
		if (frm.doc.workbook) frm.add_custom_button(__("Check"), () => act(frm, "check"));
		offer_next(frm);
	},
});

// The next act stands below the outcome too: on a telephone the page's buttons hide in a menu.
function offer_next(frm) {
	const ready = frm.doc.state === "Ready";
	if (!frm.doc.workbook || frm.doc.state === "Imported") return;
	const run = ready
		? () => frappe.confirm(__("Write all of this into the system?"), () => act(frm, "import_workbook"))
		: () => act(frm, "check");
	const label = ready ? __("Import It") : __("Check");
	if (ready) frm.add_custom_button(label, run).addClass("btn-primary");
	const button = $("<button type='button' class='btn btn-primary btn-md bt-workbook__next'>").text(label);
	button.on("click", run).insertAfter(frm.get_field("outcome_html").$wrapper.find(".bt-note").first());
}

function act(frm, method) {
	const run = () =>
		frappe
			.call({ method: API + method, type: "POST", args: { name: frm.doc.name }, freeze: true })
			.then(() => frm.reload_doc());
	return frm.is_dirty() ? frm.save().then(run) : run();
}

// The outcome of the check: what the server found, in words it chose; nothing is judged here.
function show_outcome(frm) {
	const outcome = frm.doc.outcome ? JSON.parse(frm.doc.outcome) : null;
	const parts = [headline(frm, outcome)];
	if (outcome) {
		parts.push(counts_table(outcome.counts));
		if (outcome.problems.length) parts.push(problems_table(outcome));
		if (outcome.changes.length) parts.push(changes_table(outcome));
	}
	frm.get_field("outcome_html").$wrapper.html(`<div class="bt-workbook">${parts.join("")}</div>`);
}

const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
const note = (tone, text) => `<p class="bt-note bt-tone-${tone}" role="status">${escape(text)}</p>`;

function headline(frm, outcome) {
	const { state, errors_found: errors, notes_found: notes } = frm.doc;
	if (frm.doc.__onload?.stopped)
		return note(
			"bad",
			__("The work has stopped before its end. Press the button again; nothing is done twice.")
		);
	if (state === "Checking")
		return note("plain", __("Being checked. You may close this page; the work goes on."));
	if (state === "Importing")
		return note("plain", __("Being imported. You may close this page; the work goes on."));
	if (state === "Imported")
		return note("good", __("Imported on {0}.", [frappe.datetime.str_to_user(frm.doc.imported_at)]));
	if (!outcome)
		return note("plain", __("Upload the workbook, save, then press Check. Nothing is written yet."));
	if (state === "Has Problems")
		return note(
			"bad",
			__("{0} mistakes, {1} remarks. Correct the workbook, upload it again and check once more.", [
				errors,
				notes,
			])
		);
	return note("good", __("No mistake, {0} remarks. Press Import to write it into the system.", [notes]));
}

function counts_table(counts) {
	const rows = Object.entries(counts).map(
		([sheet, count]) =>
			`<tr><th scope="row">${escape(sheet)}</th>${["new", "changed", "unchanged"]
				.map((key) => `<td>${Number(count[key]).toLocaleString("vi")}</td>`)
				.join("")}</tr>`
	);
	const heads = [__("Sheet"), __("To be added"), __("To be changed"), __("Stays as it is")];
	return `<table class="bt-workbook__counts"><thead><tr>${heads
		.map((head) => `<th scope="col">${escape(head)}</th>`)
		.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function rows_table(heads, rows, caption) {
	const body = rows.map(
		({ tone, cells }) =>
			`<tr class="bt-workbook__row bt-workbook__row--${tone}">${cells
				.map((cell, index) => `<td data-label="${escape(heads[index])}">${escape(cell)}</td>`)
				.join("")}</tr>`
	);
	return `<h4>${escape(caption)}</h4><table class="bt-workbook__table"><thead><tr>${heads
		.map((head) => `<th scope="col">${escape(head)}</th>`)
		.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function problems_table({ problems, problems_in_all: all }) {
	const heads = [__("Where"), __("What stands there"), __("Problem"), __("What to do")];
	const rows = problems.map((one) => ({
		tone: one.severity,
		cells: [where(one), one.shown, one.message, one.advice],
	}));
	const caption =
		all > problems.length
			? __("The first {0} of {1}; all of them are in the workbook of results below", [
					problems.length,
					all,
				])
			: __("Mistakes and remarks");
	return rows_table(heads, rows, caption);
}

function where({ sheet, row, letter, header }) {
	const parts = [sheet];
	if (row) parts.push(__("row {0}", [row]));
	if (letter) parts.push(__("column {0}", [letter]));
	return parts.filter(Boolean).join(", ") + (header ? ` (${header})` : "");
}

function changes_table({ changes, changes_in_all: all }) {
	const heads = [__("Where"), __("Column"), __("Stands Now"), __("Will be")];
	const rows = changes.flatMap((change) =>
		change.fields.map(([column, before, after]) => ({
			tone: "change",
			cells: [
				`${change.sheet}, ${__("row {0}", [change.row])}: ${change.label}`,
				column,
				before,
				after,
			],
		}))
	);
	const caption =
		all > changes.length
			? __("The first {0} of {1}; all of them are in the workbook of results below", [
					changes.length,
					all,
				])
			: __("What will be changed");
	return rows_table(heads, rows, caption);
}
