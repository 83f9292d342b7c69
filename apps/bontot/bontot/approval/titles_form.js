// The titles of an organisation on its form, year by year. Everything is set as text.

frappe.ui.form.on("Party Organization", {
	refresh(frm) {
		if (!frm.is_new()) tell_titles(frm);
	},
});

async function tell_titles(frm) {
	const name = frm.doc.name;
	const asked = { organization: name };
	const titles = await frappe.xcall("bontot.approval.papers.api.get_titles", asked, "GET");
	if (!titles.length || frm.is_new() || frm.doc.name !== name) return;
	const place = $("<div class='bt-workbook bt-titles'>");
	const heads = [__("Review Year"), __("Title Assessed"), __("Decision"), __("In a row"), __("Standing")];
	const tones = { Withdrawn: "error", Reopened: "note" };
	const rows = titles.map((row) => ({
		tone: tones[row.state] ?? "",
		cells: [row.year, row.title, row.decision, row.streak, row.standing],
	}));
	bontot.forms.table(place, "", heads, rows);
	const address = new URLSearchParams(asked);
	$("<a class='bt-link' target='_blank' rel='noopener'>")
		.attr("href", `/api/method/bontot.approval.papers.api.download_titles?${address}`)
		.text(__("Print the register of titles"))
		.appendTo(place);
	frm.dashboard.add_section(place, __("Recognized titles"));
	frm.dashboard.show();
}
