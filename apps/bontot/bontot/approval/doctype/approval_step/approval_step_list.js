// A step has no title of its own: it is called after its act and whose file it was.
frappe.listview_settings["Approval Step"] = {
	add_fields: ["act", "organization"],
	hide_name_filter: true,
	formatters: {
		name: (name, df, doc) =>
			[__(doc.act), frappe.utils.get_link_title("Party Organization", doc.organization)]
				.filter(Boolean)
				.join(": "),
	},
};
