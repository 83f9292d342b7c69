// A document that climbs through the approval, inside its ordinary form: where it stands, why it came back, and the acts
// that the server allows. A reason is asked for in place. Everything is set as text.

import { dateTime } from "../kit/format.mjs";
import { SIGNS } from "../kit/icons.mjs";
import { stripSteps } from "../kit/strip.mjs";

frappe.provide("bontot.forms");

const API = "bontot.approval.acts.api";
const OPEN_STATES = ["Draft", "Returned"];
const LOOK = {
	done: ["good", SIGNS.good, "passed"],
	now: ["now", SIGNS.now, "being handled here"],
	next: ["plain", SIGNS.plain, "still to come"],
	returned: ["warn", SIGNS.returned, "returned here"],
};

/**
 * @param {object} words {agree, approved, withdraw, withdrawn}: what the last level's agreement, the state in force, ending it
 *   and having ended are called for this kind of document
 */
bontot.forms.approval = async function (frm, words) {
	const place = bontot.forms.place(frm, "approval_html").attr("class", "bt-page bt-approval");
	if (frm.is_new()) {
		bontot.forms.note(place, "plain", __("Save it first; then it can be sent to the level above."));
		return;
	}
	if (!OPEN_STATES.includes(frm.doc.state) && frm.doc.docstatus === 0) {
		frm.set_read_only();
		frm.disable_save();
		frm.refresh_fields();
	}
	const name = frm.doc.name;
	const turn = (frm.bt_approval = (frm.bt_approval ?? 0) + 1); // of several at once the last one draws
	const args = { doctype: frm.doctype, name };
	const { message: view } = await frappe.call({ method: `${API}.get_document`, type: "GET", args });
	if (frm.bt_approval !== turn || frm.doc.name !== name || !view) return;
	place.empty();
	show_strip(place, view);
	show_standing(place, view, words);
	show_acts(frm, place, view, words);
	show_log(place, view.steps);
};

function show_strip(place, view) {
	const list = $("<ol class='bt-strip'>").attr("aria-label", __("Where the file stands")).appendTo(place);
	for (const step of stripSteps(view.strip, view.state, drafting)) {
		const [tone, sign, spoken] = LOOK[step.state] ?? LOOK.next;
		const item = $("<li>").addClass(`bt-strip__step bt-tone-${tone}`).appendTo(list);
		if (["now", "returned"].includes(step.state)) item.attr("aria-current", "step");
		$("<span class='bt-strip__name'>").text(step.label).appendTo(item);
		item.append("\u00a0", $("<span aria-hidden='true'>").text(sign));
		$("<span class='sr-only'>").text(__(spoken)).appendTo(item);
		if (step.note) $("<span class='bt-strip__note'>").text(`\u00a0${step.note}`).appendTo(item);
	}
}

// A document's author does not assess itself.
const drafting = (text) => __(text === "assessing itself" ? "drafting" : text);

function show_standing(place, view, words) {
	const note = (tone, text) => bontot.forms.note(place, tone, text);
	const above = view.returned_from_above;
	if (above) {
		const words = [above.organization_name, above.reason];
		note("warn", __("{0} has returned this to you to look at it again: {1}", words));
	}
	if (view.state === "Returned") note("warn", __("Returned: {0}", [view.returned_because]));
	else if (view.state === "Under Appraisal") {
		const left = view.working_days_left;
		const days =
			left < 0 ? __("{0} working days overdue", [-left]) : __("{0} working days left", [left ?? 0]);
		note("wait", `${view.waits_for}, ${__("since {0}", [dateTime(view.awaiting_since)])}; ${days}.`);
	} else if (view.state === "Approved") note("good", words.approved);
	else if (view.state === "Withdrawn") note("plain", words.withdrawn);
	if (view.route_missing) note("bad", view.route_missing);
	for (const act of [view.may.Agree, view.may.Withdraw])
		if (act && !act.allowed && act.why) $("<p class='bt-muted'>").text(act.why).appendTo(place);
}

function acts_of(view, words) {
	return [
		{ act: "Send", method: "send", label: __("Send to the level above"), main: true },
		{
			act: "Agree",
			method: "agree",
			label: view.concludes ? words.agree : __("Agree and pass on"),
			main: true,
		},
		{ act: "Approve", method: "approve", label: __("Record the approval"), main: true, decision: true },
		{ act: "Return", method: "return_document", label: __("Return"), reason: true },
		{ act: "Recall", method: "recall", label: __("Take back") },
		{ act: "Reroute", method: "reroute", label: __("Send along another way"), reason: true },
		{ act: "Withdraw", method: "withdraw", label: words.withdraw, reason: true },
	].filter(({ act }) => view.may[act]?.allowed || (act === "Return" && view.may["Return Below"]?.allowed));
}

function show_acts(frm, place, view, words) {
	const acts = acts_of(view, words);
	if (!acts.length) return;
	const row = $("<div class='bt-buttons'>").appendTo(place);
	const form = $("<div class='bt-approval__ask'>").appendTo(place);
	for (const act of acts) {
		$("<button type='button' class='bt-button'>")
			.addClass(act.main ? "bt-button--main" : "")
			.addClass(act.act === "Return" || act.act === "Withdraw" ? "bt-button--danger" : "")
			.text(act.label)
			.appendTo(row)
			.on("click", () => {
				if (act.reason || act.decision) ask(frm, form, view, act);
				else run(frm, view, act, {});
			});
	}
	// The form was drawn anew, perhaps because the act was refused: what was typed is still there.
	const kept = acts.find(({ act }) => act === asked_of(frm)?.act);
	if (kept) ask(frm, form, view, kept, false);
}

// What is being typed for an act on this document.
const asked_of = (frm) => (frm.bt_asked?.name === frm.doc.name ? frm.bt_asked : null);

// Reason, or number and date of a decision, under the buttons.
function ask(frm, place, view, act, focus = true) {
	place.empty();
	if (asked_of(frm)?.act !== act.act) frm.bt_asked = { name: frm.doc.name, act: act.act, values: {} };
	const typed = frm.bt_asked.values;
	const field = (label, control) => {
		const line = $("<label class='bt-field'>").appendTo(place);
		$("<span>").text(label).appendTo(line);
		return control.addClass("bt-input").appendTo(line);
	};
	const fields = act.reason
		? {
				reason: field(
					__("Reason: the people concerned will read it"),
					$("<textarea rows='3' maxlength='2000'>")
				),
			}
		: {
				number: field(__("Decision Number"), $("<input type='text' maxlength='140'>")),
				decided_on: field(__("Decision Date"), $("<input type='date'>")),
			};
	for (const [key, control] of Object.entries(fields))
		control.val(typed[key] ?? "").on("input change", () => (typed[key] = control.val()));
	const to = act.act === "Return" ? where_to(place, view) : null;
	const row = $("<div class='bt-buttons'>").appendTo(place);
	$("<button type='button' class='bt-button bt-button--main'>")
		.text(act.label)
		.appendTo(row)
		.on("click", () => {
			const values = Object.entries(fields).map(([key, control]) => [key, control.val().trim()]);
			const empty = values.find(([, value]) => !value);
			for (const [key, value] of values) fields[key].attr("aria-invalid", value ? null : "true");
			if (empty) fields[empty[0]].trigger("focus");
			else run(frm, view, act, { ...Object.fromEntries(values), ...(to ? { to: to() } : {}) });
		});
	$("<button type='button' class='bt-button'>")
		.text(__("Cancel"))
		.appendTo(row)
		.on("click", () => {
			frm.bt_asked = null;
			place.empty();
		});
	if (focus) Object.values(fields)[0].trigger("focus");
}

// Where a return goes, chosen where both may be; returns what says which.
function where_to(place, view) {
	const at = view.strip.findIndex((link) => link.state === "current");
	const choices = [
		["Return", "author", __("the unit that made it: {0}", [view.strip[0].organization_name])],
		[
			"Return Below",
			"below",
			__("the level directly below: {0}", [view.strip[at - 1]?.organization_name]),
		],
	].filter(([act]) => view.may[act]?.allowed);
	if (choices.length < 2) return () => choices[0][1];
	const group = $("<fieldset class='bt-acts__to'>").appendTo(place);
	$("<legend>").text(__("Return to")).appendTo(group);
	choices.forEach(([, value, text], index) => {
		const line = $("<label class='bt-check'>").appendTo(group);
		$("<input type='radio' name='bt-return-to'>").val(value).prop("checked", !index).appendTo(line);
		$("<span>").text(text).appendTo(line);
	});
	return () => group.find("input:checked").val();
}

async function run(frm, view, act, values) {
	if (frm.bt_acting) return; // Enter twice
	frm.bt_acting = true;
	const buttons = frm.get_field("approval_html").$wrapper.find(".bt-buttons button").prop("disabled", true);
	try {
		await act_on(frm, view, act, values);
	} finally {
		frm.bt_acting = false;
		buttons.prop("disabled", false);
	}
}

async function act_on(frm, view, act, values) {
	if (frm.is_dirty()) await frm.save();
	const args = {
		doctype: frm.doctype,
		name: frm.doc.name,
		expected_sequence: view.step_sequence ?? 0,
		...values,
	};
	try {
		await frappe.call({ method: `${API}.${act.method}`, args, freeze: true });
		frm.bt_asked = null;
		frappe.show_alert({ message: __("Done: {0}", [act.label]), indicator: "green" });
	} finally {
		// Refused or not, it may stand elsewhere now; what the server said stays on the screen.
		await frm.reload_doc();
	}
}

function show_log(place, steps) {
	if (!steps.length) return;
	const log = $("<details class='bt-log'>").appendTo(place);
	$("<summary class='bt-link'>")
		.text(__("What has been done ({0})", [steps.length]))
		.appendTo(log);
	const list = $("<ol>").appendTo(log);
	for (const step of steps) {
		const item = $("<li>").appendTo(list);
		$("<strong>").text(step.label).appendTo(item);
		const who = step.on_behalf_of
			? `${step.who} ${__("on behalf of {0}", [step.on_behalf_of])}`
			: step.who;
		item.append(document.createTextNode(` · ${step.when} · ${who}, ${step.organization_name}`));
		if (step.reason) $("<p class='bt-quote'>").text(step.reason).appendTo(item);
	}
}
