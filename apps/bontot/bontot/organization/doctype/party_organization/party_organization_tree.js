const ORGANIZATIONS = "Party Organization";

frappe.treeview_settings[ORGANIZATIONS] = {
	get_tree_nodes: "bontot.organization.api.get_children",
	title: __("Tree of Organizations"),
	breadcrumb: "Organization",
	disable_add_node: true, // the form asks for more than a name
	show_expand_all: false, // a whole province at once says nothing and takes long
	filters: [
		{
			fieldname: "go_to",
			fieldtype: "Link",
			options: ORGANIZATIONS,
			label: __("Find an Organization"),
			placeholder: __("Find an Organization"),
			disable_onchange: true,
			change() {
				const name = this.get_value();
				if (name) go_to(name);
			},
		},
		{ fieldname: "show_closed", fieldtype: "Check", label: __("Show Closed Organizations"), default: 0 },
	],

	onload(treeview) {
		treeview.page.main.addClass("bt-tree");
	},

	get_label(node) {
		const title = node.title || node.data?.title || node.label;
		return label_of({ ...node.data, title: title === ORGANIZATIONS ? __(title) : title });
	},

	// The view knows only the root's key: its line is asked for like any other.
	onrender(node) {
		if (!node.is_root || !node.label || node.label === ORGANIZATIONS) return;
		const args = { parent: "", show_closed: 1 };
		frappe.xcall("bontot.organization.api.get_children", args, "GET").then((rows) => {
			const row = rows.find((one) => one.value === node.label);
			if (row) node.$tree_link?.find(".tree-label").html(label_of(row));
		});
	},

	toolbar: [
		{
			label: __("Open This Organization"),
			condition: (node) => node.label !== ORGANIZATIONS,
			click: (node) => frappe.set_route("Form", ORGANIZATIONS, node.label),
		},
		{
			label: __("Add Below"),
			condition: (node) => node.label !== ORGANIZATIONS && frappe.model.can_create(ORGANIZATIONS),
			click: (node) => frappe.new_doc(ORGANIZATIONS, { parent_organization: node.label }),
		},
	],
	extend_toolbar: false,
};

function label_of(row) {
	const label = $("<span class='bt-tree__label'>");
	$("<span class='bt-tree__title'>").text(row.title).appendTo(label);
	if (row.closed) {
		const words = __("ended after {0}", [frappe.datetime.str_to_user(row.ended_on)]);
		$("<span class='bt-tree__size'>").text(words).appendTo(label);
		label.addClass("text-muted");
	} else if (row.cells != null) {
		const parts = [__("{0} members", [counted(row.members)])];
		// Of a cell itself the number of cells says nothing.
		if (row.expandable || row.cells > 1) parts.unshift(__("{0} cells", [counted(row.cells)]));
		$("<span class='bt-tree__size'>").text(parts.join(" · ")).appendTo(label);
	}
	if (row.note) $("<span class='bt-tree__note'>").text(row.note).appendTo(label);
	return label.prop("outerHTML");
}

async function go_to(name) {
	const found = await frappe.xcall("bontot.organization.api.get_way", { organization: name }, "GET");
	const view = frappe.views.trees[ORGANIZATIONS];
	if (found.closed && !view.args.show_closed) {
		await view.page.fields_dict.show_closed.set_value(1); // makes the tree anew
	}
	const { tree } = view;
	await loaded(tree, tree.root_node);
	for (const one of found.way.slice(0, -1)) {
		if (tree.nodes[one]) await loaded(tree, tree.nodes[one]);
	}
	const node = tree.nodes[name];
	if (!node) return;
	tree.set_selected_node(node);
	tree.select_link(node);
	tree.wrapper.find(".tree-link.active").removeClass("active"); // which a click alone would move
	node.$tree_link.addClass("active");
	tree.show_toolbar(node);
	node.$tree_link[0].scrollIntoView({ block: "center" });
}

async function loaded(tree, node) {
	if (!node.loaded) await tree.load_children(node);
	else if (!node.expanded) tree.expand_node(node, false);
}

function counted(number) {
	return new Intl.NumberFormat("vi-VN").format(number);
}
