// The framework's formatters put what people wrote into attributes as it stands, and a quotation mark in it would end the
// attribute and begin another. It happens to words of any field: while a report changes its columns, a cell is formatted as
// its neighbour, a text as a link.
import { quoted } from "../kit/attributes.mjs";

const formatters = frappe.form.formatters;
const WORDS = {
	Data: (value) => [value],
	Link: (value) => [value],
	Tag: (value) => value.split(","),
};

for (const [name, words] of Object.entries(WORDS)) {
	const format = formatters[name];
	formatters[name] = function (value, ...rest) {
		const html = format.call(this, value, ...rest);
		return typeof value === "string" && typeof html === "string" ? quoted(html, words(value)) : html;
	};
}
