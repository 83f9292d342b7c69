frappe.views.calendar.Obligation = {
	field_map: { id: "name", start: "due_on", end: "due_on", title: "title" },
	options: {
		editable: false,
		selectable: false,
		header: { left: "prev, title, next", right: "today" },
	},
};
