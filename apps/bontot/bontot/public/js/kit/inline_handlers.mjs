// Attributes such as `onclick` that the framework's templates bear. The content policy lets none run; those whose text stands
// here are done by one listener. Stored markup may bear the same text: nothing here changes data or takes more than a word.

const OF_MENU = [
	"route_to_user",
	"setup_session_defaults",
	"clear_cache",
	"view_website",
	"toggle_full_width",
	"show_about",
];

// [text of the attribute, f(words of the text, element, event)]; one that answers false keeps the browser from its own act.
const KNOWN = [
	[/^return false;?$/, () => false],
	[/^undefined$/, () => {}],
	[/^window\.print\(\);?$/, () => window.print()],
	[/^frappe\.utils\.scroll_to\(0\);?$/, () => frappe.utils.scroll_to(0)],
	[/^cur_frm\.reload_doc\(\);?$/, () => window.cur_frm.reload_doc()],
	[
		/^this\.classList\.(add|remove)\('btn-default'\)$/,
		([act], element) => element.classList[act]("btn-default"),
	],
	[
		/^localStorage\.setItem\('(show_\w+_banner)', 'false'\) \|\| this\.parentElement\.remove\(\)$/,
		([key], element) => {
			localStorage.setItem(key, "false");
			element.parentElement.remove();
		},
	],
	...OF_MENU.map((name) => [
		new RegExp(`^return frappe\\.ui\\.toolbar\\.${name}\\(\\)$`),
		of_menu(() => frappe.ui.toolbar[name]()),
	]),
	[
		/^return frappe\.ui\.toolbar\.show_shortcuts\(event\)$/,
		of_menu((event) => frappe.ui.toolbar.show_shortcuts(event)),
	],
	[
		/^return new frappe\.ui\.ThemeSwitcher\(\)\.show\(\)$/,
		of_menu(() => new frappe.ui.ThemeSwitcher().show()),
	],
	[/^return frappe\.app\.logout\(\)$/, of_menu(() => frappe.app.logout())],
];
export const EVENTS = ["click", "submit", "mouseover", "mouseout", "error"];

const ATTRIBUTE = new RegExp(`(<[a-z][^<>]*?\\s)on(${EVENTS.join("|")})="([^"]*)"`, "gi");

function of_menu(act) {
	return (_words, element, event) => (element.closest(".navbar") ? act(event) : undefined);
}

function found(text) {
	for (const [pattern, act] of KNOWN) {
		const match = pattern.exec(text.trim());
		if (match) return { words: match.slice(1), act };
	}
}

/** `html` with each known handler under a name that no browser runs. */
export function set_aside(html) {
	let before;
	do {
		before = html;
		html = html.replace(ATTRIBUTE, (whole, tag, event, text) =>
			found(text) ? `${tag}data-inline-${event.toLowerCase()}="${text}"` : whole
		);
	} while (html !== before);
	return html;
}

/** Do what the elements from the event's target outwards bear for it, as a browser would. */
export function handle(event) {
	for (let element = event.target; element?.getAttribute; element = element.parentElement) {
		const known = found(element.getAttribute(`data-inline-${event.type}`) ?? "");
		if (known?.act(known.words, element, event) === false) event.preventDefault();
	}
}
