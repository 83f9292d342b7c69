const API = "bontot.organization.reorganization.api";
const EDITABLE = ["Draft", "Failed"];

frappe.ui.form.on("Reorganization", {
	setup(frm) {
		const living = { filters: { valid_to: ["is", "not set"] } };
		frm.set_query("organization", () => living);
		for (const field of ["organization", "target"]) frm.set_query(field, "acts", () => living);
		frm.set_query("new_kind", "acts", () => ({ filters: { disabled: 0 } }));
		frappe.realtime.on("bontot_progress", (message) => show_progress(frm, message));
	},

	refresh(frm) {
		offer_new_names(frm);
		const editable = frm.is_new() || EDITABLE.includes(frm.doc.state);
		if (!editable) frm.disable_form();
		frm.set_intro("");
		if (frm.doc.state === "Failed") frm.set_intro(frappe.utils.escape_html(frm.doc.problems), "red");
		if (frm.doc.state === "Applied" && frm.doc.problems) {
			frm.set_intro(frappe.utils.escape_html(frm.doc.problems), "orange");
		}
		show_preview(frm);
		if (!frm.is_new() && frm.doc.__onload?.may_act) offer_acts(frm); // the server decides, the form only asks
	},
});

frappe.ui.form.on("Reorganization Act", {
	act: offer_new_names,
	new_name: offer_new_names,
	acts_remove: offer_new_names,
});

// Organizations that this decision founds have no record yet: they are offered by the names its rows give them.
function offer_new_names(frm) {
	const acts = (frm.doc.acts || []).filter((row) => row.new_name);
	const names = (kinds) => acts.filter((row) => kinds.includes(row.act)).map((row) => row.new_name);
	frm.fields_dict.acts.grid.update_docfield_property("target_new", "options", names(["Found", "Split"]));
	frm.fields_dict.shares.grid.update_docfield_property("goes_to_new", "options", names(["Split"]));
}

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
		if ((frm.doc.acts || []).some((row) => row.act === "Split")) {
			frm.add_custom_button(__("Fetch What Is to Be Shared Out"), () => fetch_shares(frm));
		}
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

function fetch_shares(frm) {
	frappe.xcall(`${API}.get_share_rows`, { name: frm.doc.name }, "GET").then((rows) => {
		rows.forEach((row) => frm.add_child("shares", row));
		frm.refresh_field("shares");
		if (rows.length) frm.dirty();
		else frappe.show_alert(__("Everything is in the list already."));
	});
}

function show_progress(frm, message) {
	if (message.reference_doctype !== "Reorganization" || message.reference_name !== frm.doc.name) return;
	const title = __("Reorganizing");
	if (message.state === "Running") {
		frm.dashboard.show_progress(title, (100 * message.done) / Math.max(message.total, 1));
	} else {
		frm.dashboard.hide_progress(title);
		frm.reload_doc();
	}
}

// The preview

function show_preview(frm) {
	const place = frm.get_field("preview").$wrapper.empty().addClass("bt-reorganization");
	const say = (text) => $("<p class='text-muted'>").text(text).appendTo(place);
	if (frm.is_new()) return say(__("Save to see what becomes of it."));
	if (!EDITABLE.includes(frm.doc.state) && frm.doc.summary)
		return render(place, JSON.parse(frm.doc.summary));
	if (!frm.doc.__onload?.may_act) return;
	say(__("Working out what becomes of it…"));
	const name = frm.doc.name;
	frappe.xcall(`${API}.get_preview`, { name }, "GET").then((preview) => {
		if (frm.doc.name === name) render(place.empty(), preview);
	});
}

function render(place, preview) {
	messages(place, preview.problems, "danger", __("To be mended first"));
	messages(place, preview.warnings, "warning", __("To be considered"));
	if (preview.problems.length) return;
	render_lines(place, preview.lines);
	render_organizations(place, preview);
	render_people(place, preview.people);
}

function messages(place, rows, colour, title) {
	if (!rows.length) return;
	const box = $(`<div class="bt-reorganization__box" role="status">`).addClass(`alert-${colour} alert`);
	$("<strong>").text(title).appendTo(box);
	const list = $("<ul>").appendTo(box);
	rows.forEach((row) => {
		let text = row.message;
		if (row.share_row) text = __("Shared out, row {0}: {1}", [row.share_row, text]);
		else if (row.row) text = __("Row {0}: {1}", [row.row, text]);
		$("<li>").text(text).appendTo(list);
	});
	box.appendTo(place);
}

function render_lines(place, lines) {
	const rows = lines.map((line) => [line.what, counted(line.count), line.becomes]);
	table(place, __("What is touched"), [__("What"), __("How Many"), __("What Becomes of It")], rows, 1);
}

function render_organizations(place, preview) {
	const rows = preview.organizations.map((row) => [
		row.acts.map((one) => __(one)).join(", ") || __("carried along"),
		row.before || __("(founded)"),
		row.ends ? __("(ends)") : row.after,
	]);
	table(
		place,
		__("Organizations in the decision"),
		[__("Kind of Change"), __("Until Now"), __("Afterwards")],
		rows
	);
	if (preview.more_organizations) {
		const count = counted(preview.more_organizations);
		$("<p class='text-muted'>")
			.text(__("With them {0} more organizations below.", [count]))
			.appendTo(place);
	}
}

function render_people(place, people) {
	const number = (value) => (value ? counted(value) : "–");
	const rows = people.map((row) => [
		row.title,
		number(row.seats),
		row.ends ? __("their seats end") : number(row.more),
		row.ends ? "–" : number(row.fewer),
	]);
	const heads = [
		__("Organization"),
		__("Seats"),
		__("See More Organizations"),
		__("See Fewer Organizations"),
	];
	table(place, __("Who sees more or less afterwards"), heads, rows, 1, 2, 3);
}

// On a phone each cell carries its own heading (data-label), see _reorganization.scss.
function table(place, title, heads, rows, ...numbers) {
	if (!rows.length) return;
	$("<h5>").text(title).appendTo(place);
	const grid = $("<table class='bt-reorganization__table'>").appendTo(place);
	const head = $("<tr>").appendTo($("<thead>").appendTo(grid));
	heads.forEach((text, at) =>
		$("<th scope='col'>").text(text).toggleClass("bt-number", numbers.includes(at)).appendTo(head)
	);
	const body = $("<tbody>").appendTo(grid);
	rows.forEach((row) => {
		const line = $("<tr>").appendTo(body);
		row.forEach((text, at) =>
			$("<td>")
				.text(text)
				.attr("data-label", heads[at])
				.toggleClass("bt-number", numbers.includes(at))
				.appendTo(line)
		);
	});
}

function counted(number) {
	return new Intl.NumberFormat("vi-VN").format(number);
}
