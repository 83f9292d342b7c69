// The desk hides the seconds of its time picker, which the published air-datepicker never had: every Time and Datetime
// field of a form then fails. Give such a picker empty seconds; one that has its own is left alone.
// Its sliders get their names.

const Timepicker = $.fn.datepicker?.Timepicker;

if (Timepicker) {
	const build = Timepicker.prototype._buildHTML;
	Timepicker.prototype._buildHTML = function (...rest) {
		build.apply(this, rest);
		this.$seconds ??= $();
		this.$secondsText ??= $();
		this.$hours.attr("aria-label", __("Hour of the Day"));
		this.$minutes.attr("aria-label", __("Minute of the Hour"));
	};
}
