// Background work on the document of a form: how far it is, and the document anew when it has ended.

import { read } from "../kit/call.js";
import { follow, hasEnded } from "../kit/work.mjs";

frappe.provide("bontot.forms");

const standing = ({ doctype, docname }) =>
	read("bontot.outbox.api.progress", { reference_doctype: doctype, reference_name: docname });

/**
 * Call it at each refresh.
 * @param {object} words {title, text(message) optional, running}: the bar's heading, its line, and whether the document says
 *   that work is under way
 */
bontot.forms.follow_work = function (frm, words) {
	if (!frm.bontot_work) frappe.realtime.on("bontot_progress", (message) => hear(frm, message));
	frm.bontot_work?.end();
	frm.bontot_work = { ...frm.bontot_work, words, end: () => {} };
	if (words.running)
		frm.bontot_work.end = follow(
			() => standing(frm),
			(message) => heed(frm, message)
		);
};

const key = ({ task, state }) => `${task} ${state}`;

// An answer to our own question: of the same end once is enough, if the document did not follow it.
function heed(frm, message) {
	if (hasEnded(message) && frm.bontot_work.ended === key(message)) return;
	if (hasEnded(message)) frm.bontot_work.ended = key(message);
	hear(frm, message);
}

function hear(frm, message) {
	const { reference_doctype: doctype, reference_name: name } = message;
	if (doctype !== frm.doctype) return;
	if (name !== frm.docname || !is_shown(doctype, name)) {
		if (name === frm.docname) frm.bontot_work.end(); // whoever comes back asks anew
		if (hasEnded(message)) forget(doctype, name);
		return;
	}
	const { title, text } = frm.bontot_work.words;
	if (message.state === "Running") {
		const percent = Math.round((100 * message.done) / Math.max(message.total, 1));
		frm.dashboard.show_progress(title, percent, text?.(message) ?? __("{0} % done", [percent]));
		return;
	}
	frm.dashboard.hide_progress(); // by its title it would fall over a bar that was never shown, and nothing came after
	if (hasEnded(message)) frm.reload_doc();
}

function is_shown(doctype, name) {
	const [view, shown, opened] = frappe.get_route();
	return view === "Form" && shown === doctype && opened === name;
}

/** A form that was left would take over the page if it were loaded anew. The next visit loads it, as the framework has it. */
function forget(doctype, name) {
	const doc = locals[doctype]?.[name];
	if (!doc) return;
	if (doc.__unsaved) doc.__needs_refresh = true;
	else frappe.model.remove_from_locals(doctype, name);
}
