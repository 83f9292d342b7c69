import assert from "node:assert/strict";
import { test } from "node:test";
import { handle, set_aside } from "./inline_handlers.mjs";

const element = (attributes, parentElement = null) => ({
	parentElement,
	getAttribute: (name) => attributes[name] ?? null,
	closest: () => null,
});
const click = (target) => {
	const event = { type: "click", target, prevented: false, preventDefault: () => (event.prevented = true) };
	handle(event);
	return event.prevented;
};

test("a known handler is set aside, wherever it stands in its tag", () => {
	assert.equal(
		set_aside(`<a href="#" onclick="return false;" data-label="x">x</a>`),
		`<a href="#" data-inline-click="return false;" data-label="x">x</a>`
	);
	assert.equal(
		set_aside(
			`<b onmouseover="this.classList.add('btn-default')"\n onmouseout="this.classList.remove('btn-default')">`
		),
		`<b data-inline-mouseover="this.classList.add('btn-default')"\n data-inline-mouseout="this.classList.remove('btn-default')">`
	);
});

test("what is not known stays as it is, and so do words", () => {
	for (const html of [
		`<a onclick="alert(1)">x</a>`,
		`<a onclick="return false;alert(1)">x</a>`,
		`write onclick="return false;" here`,
		`<a onclick="localStorage.setItem('sid', 'false') || this.parentElement.remove()">x</a>`,
	])
		assert.equal(set_aside(html), html);
});

test("the element that was clicked, or one around it, says what to do", () => {
	const link = element({ "data-inline-click": "return false;" });
	assert.equal(click(link), true);
	assert.equal(click(element({}, link)), true);
	assert.equal(click(element({ "data-inline-click": "return alert(1)" })), false);
});

test("an act of the menu is done in the menu alone", () => {
	let done = 0;
	globalThis.frappe = { app: { logout: () => (done += 1) } };
	const entry = element({ "data-inline-click": "return frappe.app.logout()" });
	click(entry);
	assert.equal(done, 0);
	click({ ...entry, closest: () => entry });
	assert.equal(done, 1);
	delete globalThis.frappe;
});
