// The own pages of a unit by themselves, without the desk: the same components, endpoints and policy (www/own-pages.html).

import { read } from "./kit/call";
import { showLetters } from "./kit/letters.mjs";
import { createHost, showTheme } from "./light/host";
import { translator } from "./light/words.mjs";

const part = (id) => document.getElementById(id);
const { messages, user, csrf_token, ...boot } = JSON.parse(part("bontot-boot").textContent);

showTheme();
showLetters();
window.__ = translator(messages);
window.frappe = {
	boot: { ...boot, user },
	session: { user: user.name, user_fullname: user.full_name },
	csrf_token,
	provide: () => {}, // what the pages' scripts provide is here already
};

/** Get the script of a page; answers with what mounts it. */
async function load(name) {
	const key = name.replaceAll("-", "_");
	if (!bontot.pages[key]) {
		await new Promise((resolve, reject) => {
			const script = document.createElement("script");
			script.src = boot.pages[name];
			script.onload = resolve;
			script.onerror = () => (script.remove(), reject(new Error(script.src)));
			document.head.append(script);
		});
	}
	return bontot.pages[key];
}

const countUnread = () =>
	read("frappe.client.get_count", { doctype: "Notification Log", filters: { read: 0 } });

const names = ["main", "title", "said", "waiting", "failed", "unread"];
const places = Object.fromEntries(names.map((name) => [name, part(`bontot-${name}`)]));
window.bontot = { pages: {}, host: createHost(places, { pages: boot.pages, load, countUnread }) };
addEventListener("DOMContentLoaded", () => bontot.host.start());
