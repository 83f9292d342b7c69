// A meeting is kept on its own page; the stock form stays for those without that page, and for corrections.
const hasRecord = () => Boolean(frappe.boot.page_info["meeting-record"]);

frappe.listview_settings.Meeting = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { Planned: "gray", Held: "orange", Minuted: "green" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	get_form_link: (doc) =>
		`/app/${hasRecord() ? "meeting-record" : "meeting"}/${encodeURIComponent(doc.name)}`,
	button: {
		show: hasRecord,
		get_label: () => __("Open the form"),
		get_description: () => "",
		action: (doc) => frappe.set_route("Form", "Meeting", doc.name),
	},
};
