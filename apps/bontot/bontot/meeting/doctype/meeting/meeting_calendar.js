frappe.views.calendar.Meeting = {
	field_map: { id: "name", start: "meeting_date", end: "meeting_date", title: "title" },
	get_events_method: "bontot.meeting.calendar.get_events",
	get_css_class: (event) => ({ Planned: "info", Held: "warning", Minuted: "success" })[event.status],
	options: {
		editable: false,
		selectable: false,
		header: { left: "prev, title, next", right: "today" },
		eventClick: (event) => frappe.set_route("meeting-record", event.name),
	},
};
