// The print page offers the papers of a kind by the names that people know. The framework's field holds a name of its own
// making, and reads it as it stands there; so it stays, unseen, and a choice in words beside it writes into it.

let kept;
Object.defineProperty(frappe.ui.form, "PrintView", {
	configurable: true,
	get: () => kept,
	set(kind) {
		kept = kind;
		offer_in_words(kind.prototype); // the print page brings it, and makes one at once
	},
});

function offer_in_words(view) {
	const { setup_sidebar, set_default_print_format } = view;

	view.is_wkhtmltopdf_valid = () => Promise.resolve(); // papers are made by another program (bontot.printing)

	view.setup_sidebar = function () {
		setup_sidebar.call(this);
		const field = this.print_format_selector.closest(".frappe-control");
		const choice = this.add_sidebar_item({
			fieldtype: "Select",
			fieldname: "paper",
			label: __("Print Format"),
			change: () => {
				if (choice.get_value() === this.selected_format()) return;
				this.print_format_selector.val(choice.get_value());
				this.refresh_print_format();
			},
		});
		this.bontot_paper = choice.$input;
		field.before(choice.$wrapper).hide();
	};

	view.set_default_print_format = function () {
		set_default_print_format.call(this);
		const formats = frappe.meta.get_print_formats(this.frm.doctype);
		if (!formats.includes(this.selected_format())) this.print_format_selector.val(formats[0]);
		this.bontot_paper
			.empty()
			.add_options(formats.map((value) => ({ value, label: __(value) })))
			.val(this.selected_format());
	};
}
