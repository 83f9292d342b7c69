// A report that somebody keeps is called by its title; its name is a code (guard/query/saved_reports.py).

const view = frappe.views.ReportView.prototype;
const { setup_defaults, report_menu_items, delete_report } = view;
const kept = () => frappe.boot.user.all_reports;
const spoken = (words) => kept()[words]?.title ?? words;

view.setup_defaults = function (...given) {
	return Promise.resolve(setup_defaults.apply(this, given)).then((answer) => {
		const title = this.report_doc?.json?.title;
		if (!title) return answer;
		this.page_title = title;
		const route = `/app/${frappe.router.slug(this.doctype)}/view/report/${this.report_name}`;
		kept()[this.report_name] = {
			ref_doctype: this.doctype,
			report_type: "Report Builder",
			title,
			route,
		};
		return answer;
	});
};

view.report_menu_items = function (...given) {
	const items = report_menu_items.apply(this, given);
	const remove = items.find((item) => item.label === __("Delete"));
	if (remove) {
		const question = __("Delete the report {0}?", [frappe.utils.escape_html(this.page_title).bold()]);
		remove.action = () => frappe.confirm(question, () => this.delete_report());
	}
	return items;
};

view.delete_report = function (...given) {
	return delete_report.apply(this, given).then(() => delete kept()[this.report_name]);
};

const { render_grid } = frappe;
frappe.render_grid = (options) => render_grid.call(frappe, { ...options, title: spoken(options.title) });

// A chart needs something to count along and something to count; asked for nothing, the framework falls over.
const { setup_charts } = view;
view.setup_charts = function (...given) {
	const { Dialog } = frappe.ui;
	frappe.ui.Dialog = class extends Dialog {
		constructor(options) {
			const fields = options.fields.map((field) => ({
				...field,
				reqd: Number(NEEDED.has(field.fieldname)),
			}));
			super({ ...options, fields });
		}
	};
	try {
		return setup_charts.apply(this, given);
	} finally {
		frappe.ui.Dialog = Dialog;
	}
};
const NEEDED = new Set(["x_axis", "y_axes", "chart_type"]);
