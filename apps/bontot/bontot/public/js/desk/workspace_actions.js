// Workspaces are drawn by administrators. The framework offers everyone to draw their own, which helps nobody here and
// would be refused by the server.

const workspace = frappe.views.Workspace.prototype;
const { setup_actions } = workspace;

workspace.setup_actions = function (page) {
	if (frappe.user.has_role(["System Manager", "Workspace Manager"])) return setup_actions.call(this, page);
	this.clear_page_actions();
	this.body.find(".btn-edit-workspace, .btn-new-workspace").addClass("hide");
};
