// The stock form stays usable for corrections; the evening itself is recorded on its own page.

const PREPARING = ["Standing Committee", "Permanent Members"];

frappe.ui.form.on("Meeting", {
	setup(frm) {
		// Below a cell stand its party groups, whose members are the cell's.
		const own = () => {
			const { organization, organization_path: path } = frm.doc;
			return { filters: path ? { organization_path: ["like", `${path}%`] } : { organization } };
		};
		const ofCell = () => (frm.doc.meeting_kind || "").startsWith("Cell ");
		const members = () => (ofCell() ? own() : {});
		for (const field of ["chair", "secretary"]) frm.set_query(field, members);
		frm.set_query("member", "attendance", members);
		frm.set_query("assigned_to", "tasks", members);
		frm.set_query("prepared_by_meeting", () => ({
			filters: { organization: frm.doc.organization, meeting_kind: ["in", PREPARING] },
		}));
	},

	onload(frm) {
		// The desk fills every time of a new form with the hour it is opened.
		if (frm.is_new())
			for (const field of ["planned_time", "start_time", "end_time"]) frm.doc[field] = null;
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open the record"), () => frappe.set_route("meeting-record", frm.doc.name));
	},
});
