// The framework's mention writes what its attributes say as markup; here it is text.
const { ControlTextEditor } = frappe.ui.form;
const { make_quill_editor, get_mention_options } = ControlTextEditor.prototype;
const GROUP = "true";

function mention_of(Quill) {
	return class Mention extends Quill.import("blots/embed") {
		static blotName = "mention";
		static tagName = "span";
		static className = "mention";
		static is_text = true;

		static create(data) {
			const node = super.create();
			const sign = document.createElement("span");
			sign.className = "ql-mention-denotation-char";
			sign.textContent = data.denotationChar;
			node.append(sign, data.value ?? "");
			if (String(data.isGroup) === GROUP) $(node).append(frappe.utils.icon("users"));
			const { id, value, denotationChar, isGroup } = data;
			Object.assign(node.dataset, { id, value, denotationChar, isGroup });
			if (data.link) node.dataset.link = data.link;
			return node;
		}

		static value(node) {
			const { id, value, link, denotationChar, isGroup } = node.dataset;
			return { id, value, link: link || null, denotationChar, isGroup };
		}
	};
}

ControlTextEditor.prototype.make_quill_editor = function (...rest) {
	const made = make_quill_editor.apply(this, rest);
	const Quill = this.quill?.constructor;
	if (Quill && !Quill.import("formats/mention")?.is_text)
		Quill.register("formats/mention", mention_of(Quill), true);
	return made;
};

ControlTextEditor.prototype.get_mention_options = function (...rest) {
	const options = get_mention_options.apply(this, rest);
	if (options) {
		options.renderItem = ({ value, is_group }) =>
			frappe.utils.escape_html(value) + (is_group ? ` ${frappe.utils.icon("users")}` : "");
	}
	return options;
};
