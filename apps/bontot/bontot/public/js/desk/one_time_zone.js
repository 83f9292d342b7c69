// The country has one time zone: "Asia/Ho_Chi_Minh" under every moment of a form tells nobody anything.

const datetime = frappe.ui.form.ControlDatetime?.prototype;

if (datetime) {
	const { set_description } = datetime;
	datetime.set_description = function (...rest) {
		this.df.hide_timezone = 1;
		return set_description.apply(this, rest);
	};
}
