// The search bar finds by what people type, with or without marks: lists and pages by their names, and documents in reach.
import { fold } from "../kit/fold.mjs";

const { AwesomeBar, utils } = frappe.search;

const fuzzy_search = utils.fuzzy_search;
utils.fuzzy_search = function (keywords, item) {
	return fuzzy_search.call(this, fold(keywords ?? ""), fold(__(item || "")));
};

const ABOVE_LISTS = 95;

const optionOf = ({ doctype, name, title, within, address }) => ({
	label: frappe.utils.escape_html(title),
	value: `${doctype} ${name}`,
	description: frappe.utils.escape_html([__(doctype), within].filter(Boolean).join(" · ")),
	index: ABOVE_LISTS,
	route: address,
	onclick: () => frappe.set_route(address),
});

/** The framework's own search of everything knows nothing of ours; who administers the system has it beside. */
const { make_global_search } = AwesomeBar.prototype;
AwesomeBar.prototype.make_global_search = async function (text) {
	if (frappe.user.has_role("System Manager")) make_global_search.call(this, text);
	if (text.startsWith("#")) return;
	this.asked = text;
	const { message } = await frappe.call({
		method: "bontot.synthesis.api.find",
		type: "GET",
		args: { text },
	});
	if (this.asked !== text || !message?.length) return; // more was typed meanwhile
	this.options = [...message.map(optionOf), ...this.options];
	this.awesomplete.list = this.deduplicate(this.options);
};
