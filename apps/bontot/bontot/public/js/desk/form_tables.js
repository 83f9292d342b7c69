// Tables of plain text inside ordinary forms: tables on a wide screen, cards on a telephone (_workbook.scss). Everything
// is set as text, so what a person typed is never read as markup.

frappe.provide("bontot.forms");

// rows: [{tone, cells: [text]}], tone "error", "note", "change" or ""
bontot.forms.table = function (place, caption, heads, rows) {
	if (caption) $("<h4>").text(caption).appendTo(place);
	const grid = $("<table class='bt-workbook__table'>").appendTo(place);
	const head = $("<tr>").appendTo($("<thead>").appendTo(grid));
	for (const text of heads) $("<th scope='col'>").text(text).appendTo(head);
	$("<tbody>").appendTo(grid);
	bontot.forms.rows(grid, heads, rows);
	return grid;
};

// More rows of such a table.
bontot.forms.rows = function (grid, heads, rows) {
	const body = grid.children("tbody");
	for (const { tone, cells } of rows) {
		const line = $("<tr>")
			.addClass(`bt-workbook__row bt-workbook__row--${tone || "plain"}`)
			.appendTo(body);
		cells.forEach((text, at) =>
			$("<td style='white-space: pre-line'>")
				.attr("data-label", heads[at])
				.text(text ?? "")
				.appendTo(line)
		);
	}
};

bontot.forms.note = function (place, tone, text) {
	return $("<p class='bt-note' role='status'>").addClass(`bt-tone-${tone}`).text(text).appendTo(place);
};

// The place of an HTML field, emptied.
bontot.forms.place = function (frm, fieldname) {
	return $("<div class='bt-workbook'>").appendTo(frm.get_field(fieldname).$wrapper.empty());
};

// Differences of frameworks as criteria/difference_words.py says them.
bontot.forms.differences = function (place, lines, none) {
	if (!lines.length) return bontot.forms.note(place, "plain", none);
	const tones = { good: "change", bad: "error", plain: "note" };
	const rows = lines.map((line) => ({
		tone: tones[line.tone],
		cells: [line.title, line.label, line.before, line.after],
	}));
	const heads = [__("What"), __("Which"), __("Was"), __("Becomes")];
	return bontot.forms.table(place, "", heads, rows);
};
