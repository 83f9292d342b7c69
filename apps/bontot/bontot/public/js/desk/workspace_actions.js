// Workspaces are drawn by administrators. The framework offers everyone to draw their own, and to edit the cards on them,
// which helps nobody here and would be refused by the server.

const draws = () => frappe.user.has_role(["System Manager", "Workspace Manager"]);

const workspace = frappe.views.Workspace.prototype;
const { setup_actions } = workspace;

workspace.setup_actions = function (page) {
	if (draws()) return setup_actions.call(this, page);
	this.clear_page_actions();
	this.body.find(".btn-edit-workspace, .btn-new-workspace").addClass("hide");
};

const card = frappe.widget.widget_factory.number_card.prototype;
const { set_card_actions } = card;

card.set_card_actions = function (actions) {
	if (draws()) set_card_actions.call(this, actions);
};
