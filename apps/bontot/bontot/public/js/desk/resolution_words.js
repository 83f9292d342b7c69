// A resolution on its own form asks in the words of the page where most are written; the framework would ask about its number
// in the database.

import { summary } from "../appraisal_queue/summary.mjs";
import { date } from "../kit/format.mjs";

frappe.provide("bontot.forms");

/** Call it once for each form. */
bontot.forms.ask_before_issuing = function (frm) {
	const submit = frm.savesubmit;
	frm.savesubmit = function (...given) {
		const { confirm } = frappe;
		const { number, resolution_date, items, ratings, documents } = frm.doc;
		const words = summary({ number, items, ratings, documents }, date(resolution_date), __);
		frappe.confirm = (_words, ...acts) => confirm(frappe.utils.escape_html(words), ...acts);
		try {
			return submit.apply(this, given);
		} finally {
			frappe.confirm = confirm;
		}
	};
};
