// The report builder offers to export all rows only when it knows how many there are, and big doctypes are not counted
// at every load. Without this an export ends after the rows on the screen, and nothing says so.

const ReportView = frappe.views.ReportView;
const after = ReportView.prototype.after_render;

ReportView.prototype.after_render = function (...given) {
	this.total_count = this.data.length;
	if (this.total_count >= this.page_length) {
		frappe.db.count(this.doctype, { filters: this.get_filters_for_args() }).then((count) => {
			this.total_count = count;
		});
	}
	return after.apply(this, given);
};
