// What is owed and not done by its day is told apart from what still has time.
frappe.listview_settings["Obligation"] = {
	add_fields: ["state", "due_on"],
	hide_name_filter: true,
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		const late = doc.state === "Due" && doc.due_on < today;
		if (late) return [__("Overdue"), "red", `state,=,Due|due_on,<,${today}`];
		const colours = { Due: "orange", Done: "green", "Done Late": "yellow", Exempt: "gray" };
		return [__(doc.state), colours[doc.state], `state,=,${doc.state}`];
	},
};
