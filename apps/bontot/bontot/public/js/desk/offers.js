// What the server would refuse to a person is not offered: who may do what is said in guard/edge/endpoints.toml, and by site settings.

const administers = () => frappe.user.has_role("System Manager");

/** Let `method` of a class answer with what is left of its answer. */
function narrow(kind, method, keep) {
	const own = kind[method];
	kind[method] = function (...given) {
		return keep.call(this, own.apply(this, given));
	};
}
/** Let `method` of a class do its work only when there is somebody to do it for. */
function only(kind, method, holds) {
	const own = kind[method];
	kind[method] = function (...given) {
		return holds.apply(this, given) ? own.apply(this, given) : undefined;
	};
}

const without = (...labels) =>
	function (items) {
		return administers() ? items : items.filter((item) => !labels.includes(item.label));
	};

// Boards and dashboards of a list are seen by everybody: administrators make them.
const MADE_FOR_ALL = ["Kanban", "Dashboard"];
only(
	frappe.views.ListViewSelect.prototype,
	"add_view_to_menu",
	(view) => administers() || !MADE_FOR_ALL.includes(view)
);

// Reports: a letter at set hours goes to whom administrators say; columns of other documents would pass their rules by.
const AUTO_EMAIL = __("Setup Auto Email");
narrow(frappe.views.ReportView.prototype, "report_menu_items", without(AUTO_EMAIL));
narrow(
	frappe.views.QueryReport.prototype,
	"get_menu_items",
	without(AUTO_EMAIL, __("Add Column"), __("Save"))
);
only(frappe.views.QueryReport.prototype, "add_card_button_to_toolbar", administers);
only(frappe.views.QueryReport.prototype, "add_chart_buttons_to_toolbar", administers);

// A kind with papers of its own is printed as one of them (guard/payload/prints.py).
narrow(frappe.meta, "get_print_formats", (formats) =>
	formats.length > 1 ? formats.filter((name) => name !== "Standard") : formats
);

// Many documents in one print are nobody's (docs/an-toan.md), rules of assignment administrators'.
const ACTIONS = "Button in list view actions menu";
narrow(frappe.views.ListView.prototype, "get_actions_menu_items", (items) =>
	items.filter((item) => item.label !== __("Print", null, ACTIONS))
);
narrow(
	frappe.views.ListView.prototype,
	"get_actions_menu_items",
	without(__("Apply Assignment Rule", null, ACTIONS))
);

// Groups of accounts are kept by nobody: work is given to people.
narrow(frappe.ui.form.AssignToDialog.prototype, "get_fields", (fields) =>
	fields.filter((field) => field.options !== "User Group")
);

// A name is changed by administrators; a title in its field.
const toolbar = frappe.ui.form.Toolbar.prototype;
only(toolbar, "can_rename", administers);
only(toolbar, "is_title_editable", administers);

// Sharing is off for everybody, unless an administrator of a bench shared with others has it on.
const share = frappe.ui.form.Share.prototype;
const { refresh } = share;
share.refresh = function () {
	if (cint(frappe.sys_defaults.disable_document_sharing)) this.parent.remove();
	else refresh.call(this);
};

// Letters are written by administrators, and only where there is an account to send them from.
const mails = () => administers() && Boolean(frappe.boot.sends_mail);
only(frappe.model, "can_email", mails);
$(document).on("form-refresh.bontot-offers", (event, frm) => {
	const timeline = frm.timeline && Object.getPrototypeOf(frm.timeline);
	if (!timeline) return;
	$(document).off("form-refresh.bontot-offers");
	only(timeline, "add_action_button", (label) => mails() || label !== __("New Email"));
	if (!mails()) frm.timeline.timeline_actions_wrapper?.find(".action-btn").filter(isLetter).remove();
});
const isLetter = (index, button) => button.textContent.trim() === __("New Email");

// Points are a part of the framework that is shut, and its page of a person is made of them.
$(document).on("toolbar_setup", () => {
	$('.dropdown-navbar-user a[href="/app/user-profile"]').remove();
	// A phone is never wide.
	if (frappe.is_mobile()) {
		const words = __("Toggle Full Width");
		$(".dropdown-navbar-user .dropdown-item")
			.filter((index, item) => item.textContent.trim() === words)
			.remove();
	}
});

// A comma makes two tags of one, here as on the server (guard/query/tags.py).
const tags = frappe.ui.Tags.prototype;
const { addTag } = tags;
tags.addTag = function (label) {
	const parts = (label ?? "")
		.split(",")
		.map((part) => part.trim())
		.filter(Boolean);
	if (parts.length < 2) return addTag.call(this, parts[0]);
	const { onTagAdd } = this;
	this.onTagAdd = null; // told once: two calls at a time would write over each other
	for (const part of parts) addTag.call(this, part);
	this.onTagAdd = onTagAdd;
	onTagAdd?.(parts.join(","));
};

// Who follows nothing (own settings), or follows what keeps no history, would press in vain.
const follows = (frm) =>
	cint(frappe.boot.user.document_follow_notify) &&
	cint(frm.meta.track_changes) &&
	frappe.session.user !== "Administrator";
$(document).on("form-refresh", (event, frm) => {
	$(frm.wrapper)
		.find(".form-sidebar-stats .form-follow")
		.toggle(Boolean(follows(frm)));
});
