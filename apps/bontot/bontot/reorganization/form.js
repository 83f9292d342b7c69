// What the forms of a reorganization and of a proposal have in common: rows that name organizations not founded yet, what is
// to be shared out, and the preview. Everything is set as text.

frappe.provide("bontot.reorganization");

(() => {
	// Organizations that this document founds have no record yet: they are offered by the names its rows give them.
	function offer_new_names(frm) {
		const acts = (frm.doc.acts || []).filter((row) => row.new_name);
		const names = (kinds) => acts.filter((row) => kinds.includes(row.act)).map((row) => row.new_name);
		frm.fields_dict.acts.grid.update_docfield_property(
			"target_new",
			"options",
			names(["Found", "Split"])
		);
		frm.fields_dict.shares.grid.update_docfield_property("goes_to_new", "options", names(["Split"]));
	}

	frappe.ui.form.on("Reorganization Act", {
		act: offer_new_names,
		new_name: offer_new_names,
		acts_remove: offer_new_names,
	});

	bontot.reorganization.offer_new_names = offer_new_names;

	bontot.reorganization.offer_shares = function (frm, method) {
		if (!(frm.doc.acts || []).some((row) => row.act === "Split")) return;
		frm.add_custom_button(__("Fetch What Is to Be Shared Out"), () =>
			frappe.xcall(method, { name: frm.doc.name }, "GET").then((rows) => {
				rows.forEach((row) => frm.add_child("shares", row));
				frm.refresh_field("shares");
				if (rows.length) frm.dirty();
				else frappe.show_alert(__("Everything is in the list already."));
			})
		);
	};

	/**
	 * @param {string} method endpoint that works the preview out
	 * @param {string} kept what it said when it was carried out, as JSON; that is shown then
	 * @param {boolean} asks whether there is anything to ask now
	 */
	bontot.reorganization.show_preview = function (frm, { method, kept, asks }) {
		const place = frm.get_field("preview").$wrapper.empty().addClass("bt-reorganization");
		const say = (text) => $("<p class='text-muted'>").text(text).appendTo(place);
		if (frm.is_new()) return say(__("Save to see what becomes of it."));
		if (kept) return render(place, JSON.parse(kept));
		if (!asks) return;
		say(__("Working out what becomes of it…"));
		const name = frm.doc.name;
		frappe.xcall(method, { name }, "GET").then((preview) => {
			if (frm.doc.name === name) render(place.empty(), preview);
		});
	};

	/** @param {object[]} lines {what, proposed, decided}, see proposals.py */
	bontot.reorganization.show_departures = function (place, lines) {
		const rows = lines.map((line) => ({
			tone: "change",
			cells: [line.what, line.proposed || __("(not proposed)"), line.decided || __("(left out)")],
		}));
		return bontot.forms.table(place, "", [__("Where"), __("Proposed"), __("Decided")], rows);
	};

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
		const kinds = {
			Seat: __("Holders of seats"),
			Delegation: __("People to whom a seat is lent"),
			"Oversight Assignment": __("People who follow the branch"),
		};
		const rows = people.map((row) => [
			row.goes_to ? __("{0}, seats that pass to {1}", [row.title, row.goes_to]) : row.title,
			kinds[row.kind],
			counted(row.readers),
			row.ends ? ended_words(row) : number(row.more),
			row.ends ? "–" : number(row.fewer),
		]);
		const heads = [
			__("Organization"),
			__("Readers"),
			__("How Many"),
			__("See More Organizations"),
			__("See Fewer Organizations"),
		];
		table(place, __("Who sees more or less afterwards"), heads, rows, 2, 3, 4);
	}

	function ended_words(row) {
		return row.kind === "Delegation" ? __("the lent seats end") : __("their seats end");
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
})();
