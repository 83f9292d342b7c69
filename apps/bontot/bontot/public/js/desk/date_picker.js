// The calendar of stock date fields, which the framework has in fifteen languages without ours.

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const numbers = Array.from({ length: 12 }, (_, at) => at + 1);

if ($.fn.datepicker) {
	$.fn.datepicker.language.vi = {
		days: days.map((day) => __(day)),
		daysShort: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
		daysMin: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
		months: numbers.map((number) => `Tháng ${number}`),
		monthsShort: numbers.map((number) => `Th ${number}`),
		today: __("Today"),
		clear: __("Clear"),
		dateFormat: "dd/mm/yyyy",
		timeFormat: "hh:ii",
		firstDay: 1,
	};
}

// The framework empties a date it cannot read and says that "Invalid date" must be in a format. Here what was typed stays
// in its field, the message names both, and the form is not saved without it.
const ControlDate = frappe.ui.form.ControlDate;
const Form = frappe.ui.form.Form;

if (ControlDate && Form) {
	const unread = new Set(); // fields of dates that hold what is no date
	const {
		parse_validate_and_set_in_model: take,
		set_input: show,
		update_datepicker_position: place,
	} = ControlDate.prototype;
	const example = (field) => (field.df.fieldtype === "Datetime" ? "24/11/2026 19:30" : "24/11/2026");

	function mark(field, isUnread) {
		if (isUnread === unread.has(field)) return;
		if (isUnread) unread.add(field);
		else unread.delete(field);
		field.df.invalid = isUnread;
		field.set_invalid();
	}

	function tell(field) {
		const typed = frappe.utils.escape_html(field.get_input_value());
		frappe.msgprint({
			title: __("Date Not Understood"),
			message: __("{0}: “{1}” is not a date. Write it like {2}.", [
				__(field.df.label, null, field.df.parent),
				typed,
				example(field),
			]),
			indicator: "orange",
		});
	}

	ControlDate.prototype.parse_validate_and_set_in_model = function (typed, event) {
		const isDay = ["Date", "Datetime"].includes(this.df.fieldtype);
		const isUnread =
			isDay && Boolean(typed) && [undefined, "", "Invalid date"].includes(this.parse(typed));
		mark(this, isUnread);
		if (!isUnread) return take.call(this, typed, event);
		tell(this);
		return this.frm ? Promise.resolve() : this.set_value("", true); // filters and dialogs take what stands there
	};

	ControlDate.prototype.set_input = function (value) {
		mark(this, false);
		return show.call(this, value);
	};

	// The calendar that opens writes its own day over what somebody comes back to mend.
	ControlDate.prototype.update_datepicker_position = function () {
		const box = this.$input[0];
		const { value: typed, selectionStart: from, selectionEnd: to } = box;
		place.call(this);
		if (!unread.has(this)) return;
		box.value = typed;
		box.setSelectionRange(from, to);
	};

	const save = Form.prototype.validate_and_save;
	Form.prototype.validate_and_save = function (action, callback, button, failed, resolve, reject) {
		const field = [...unread].find((one) => one.frm === this && one.$input[0].isConnected);
		if (!field) return save.call(this, action, callback, button, failed, resolve, reject);
		tell(field);
		if (button) $(button).prop("disabled", false);
		failed?.();
		reject();
	};
}
