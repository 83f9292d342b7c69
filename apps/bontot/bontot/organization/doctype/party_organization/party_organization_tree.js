frappe.treeview_settings["Party Organization"] = {
	get_tree_nodes: "bontot.organization.api.get_children",
	title: __("Tree of Organizations"),
	breadcrumb: "Organization",
	disable_add_node: true, // the form asks for more than a name
	filters: [
		{ fieldname: "show_closed", fieldtype: "Check", label: __("Show Closed Organizations"), default: 0 },
	],

	get_label(node) {
		const title = node.title || node.data?.title || node.label;
		const label = $("<span>").text(title === "Party Organization" ? __(title) : title);
		if (node.data?.closed) label.addClass("text-muted").append(` (${__("Ended")})`);
		return label.prop("outerHTML");
	},

	onrender(node) {
		if (!node.is_root || !node.label || node.label === "Party Organization") return;
		frappe.utils.fetch_link_title("Party Organization", node.label).then((title) => {
			node.$tree_link?.find(".tree-label").text(title || node.label);
		});
	},

	toolbar: [
		{
			label: __("Open This Organization"),
			condition: (node) => node.label !== "Party Organization",
			click: (node) => frappe.set_route("Form", "Party Organization", node.label),
		},
		{
			label: __("Add Below"),
			condition: (node) =>
				node.label !== "Party Organization" && frappe.model.can_create("Party Organization"),
			click: (node) => frappe.new_doc("Party Organization", { parent_organization: node.label }),
		},
	],
	extend_toolbar: false,
};
