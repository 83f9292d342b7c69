// For those who hear the desk: what the framework draws as a picture alone, or labels only beside it, gets its name.

$(document).on("toolbar_setup", () => {
	$(".navbar-home").attr("aria-label", __("My Work")).find("img").attr("alt", "");
	$(".dropdown-message > .notifications-icon").attr("aria-label", __("Messages"));
});

// A field of a form: its label stands beside it, tied to nothing.
const set_label = frappe.ui.form.ControlInput.prototype.set_label;
frappe.ui.form.ControlInput.prototype.set_label = function (...given) {
	const answer = set_label.apply(this, given);
	if (this.df.label) this.$input?.not("button").attr("aria-label", __(this.df.label));
	return answer;
};

$(document).on("grid-row-render", (event, row) => {
	if (row.doc) row.wrapper.find(".grid-row-check").attr("aria-label", __("Select Row {0}", [row.doc.idx]));
});

// The head of a table and the small form of a row are drawn anew now and then, also by forms of ours: their classes are
// reached through the first table that is made.
const make_table = frappe.ui.form.ControlTable.prototype.make;
frappe.ui.form.ControlTable.prototype.make = function (...given) {
	const answer = make_table.apply(this, given);
	after_each(this.grid, "make_head", name_head);
	return answer;
};

$(document).one("grid-row-render", (event, row) => {
	after_each(row, "show_form", ({ wrapper }) => {
		wrapper.find(".grid-collapse-row").attr("aria-label", __("Close the Row"));
		wrapper.find(".grid-delete-row").attr("aria-label", __("Delete"));
	});
});

function name_head({ parent, header_search: search, docfields }) {
	$(parent).find(".grid-heading-row .grid-row-check").attr("aria-label", __("Select All"));
	search?.row_index?.find("input").attr("aria-label", __("Filter {0}", [__("No.")]));
	for (const [name, column] of Object.entries(search?.search_columns ?? {})) {
		const { label } = docfields.find((field) => field.fieldname === name);
		column.find("input").attr("aria-label", __("Filter {0}", [__(label)]));
	}
}

const reached = new Set();
function after_each(one, method, then) {
	if (reached.has(method)) return;
	reached.add(method);
	const kind = Object.getPrototypeOf(one);
	const own = kind[method];
	kind[method] = function (...given) {
		const answer = own.apply(this, given);
		then(this);
		return answer;
	};
}

// A tick that is only shown.
const tick = frappe.form.formatters.Check;
frappe.form.formatters.Check = function (value, ...more) {
	const name = frappe.utils.escape_html(cint(value) ? __("Yes") : __("No"));
	return tick.call(this, value, ...more).replace("<input ", `<input aria-label="${name}" `);
};

const SIDE_BUTTONS = {
	".add-assignment-btn": "Assigned To",
	".share-doc-btn": "Shared With",
	".add-tags-btn": "Add Tags",
	".add-review-btn": "Review",
};

$(document).on("page-change form-refresh", () => {
	for (const button of document.querySelectorAll("button[data-original-title]:not([aria-label])")) {
		button.setAttribute("aria-label", __(button.dataset.originalTitle));
	}
	for (const button of document.querySelectorAll(".form-dashboard .btn-new[data-doctype]")) {
		button.setAttribute("aria-label", __("Add {0}", [__(button.dataset.doctype)]));
	}
	for (const [place, words] of Object.entries(SIDE_BUTTONS)) {
		$(`.form-sidebar ${place}`).attr("aria-label", __(words));
	}
	$(".scroll-to-top").attr("aria-label", __("To the Top"));
	// A list whose items do not all lie in it: better none than a broken one.
	const list = $(".form-sidebar .auto-repeat-status").closest("ul");
	list.add(list.find("li")).attr("role", "presentation");
});
