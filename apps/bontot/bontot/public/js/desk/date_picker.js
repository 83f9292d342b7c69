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
