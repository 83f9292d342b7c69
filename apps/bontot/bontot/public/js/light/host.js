// What the own pages need of where they stand (kit/host.js), without the desk.

import { partsOf, within } from "./addresses.mjs";
import { placeOnPage } from "./place_on_page";

const SHOWN_FOR = 6000; // milliseconds that a word about what was done stays

/**
 * @param {Record<"main" | "title" | "said" | "waiting" | "failed" | "unread", HTMLElement>} places of the document
 * @param {{pages: Record<string, string>, load: (name: string) => Promise<(wrapper: HTMLElement) => void>,
 *     countUnread: () => Promise<number>}} given address of the
 *     script of each page that is shown here, by the page's name; `load` gets it and answers with what mounts the page;
 *     `countUnread` asks how many notices wait
 */
export function createHost(places, { pages, load, countUnread }) {
	const names = Object.keys(pages);
	const wrappers = {};
	const place = placeOnPage();
	let shown = null;
	let fading;

	function makePage(wrapper, title) {
		const content = document.createElement("div");
		wrapper.append(content);
		const page = { main: [content], set_title: (words) => ((page.title = words), setTitle(words)) };
		page.title = title;
		return page;
	}

	function setTitle(words) {
		document.title = words;
		places.title.textContent = words;
	}

	async function show() {
		const [name] = partsOf(location.pathname);
		if (!names.includes(name)) return location.reload(); // the desk's
		let wrapper = wrappers[name];
		if (!wrapper) {
			const mount = await loaded(name);
			if (!mount || partsOf(location.pathname)[0] !== name) return;
			wrapper = wrappers[name] = document.createElement("div");
			wrapper.page_name = name;
			places.main.append(wrapper);
			leave(wrapper);
			mount(wrapper);
		} else {
			leave(wrapper);
			wrapper.visited();
		}
	}

	/** What mounts a page, once its script is there; until then, and where it does not come, the page says so. */
	async function loaded(name) {
		if (shown) shown.hidden = true;
		places.waiting.hidden = false;
		places.failed.hidden = true;
		try {
			const mount = await load(name);
			places.waiting.hidden = true;
			return mount;
		} catch {
			places.waiting.hidden = true;
			places.failed.hidden = false;
		}
	}

	function leave(next) {
		if (shown && shown !== next) {
			shown.left();
			shown.hidden = true;
		}
		next.hidden = false;
		shown = next;
	}

	/** Somebody who comes back to the page sees at the bell what has happened meanwhile. */
	const count = () => countUnread().then(host.showUnread, () => {}); // without a network the old number stays

	const isHere = (address) => names.includes(partsOf(address.split(/[?#]/)[0])[0]);

	function go(address) {
		if (!isHere(address)) return location.assign(address);
		place.note();
		history.pushState(null, "", address);
		window.scrollTo(0, 0);
		return show();
	}

	function goInstead(address) {
		if (!isHere(address)) return location.replace(address);
		history.replaceState(null, "", address);
		return show();
	}

	function follow(event) {
		const link = event.target.closest?.("a[href]");
		const address = link && !event.defaultPrevented && within(link, event, location.origin, names);
		if (!address) return;
		event.preventDefault();
		go(address);
	}

	const host = {
		makePage,
		whenVisited(wrapper, visited, left) {
			Object.assign(wrapper, { visited, left });
			visited();
		},
		route: () => partsOf(location.pathname),
		setTitle,
		showWayHome() {}, // the bar of places is on every page
		tell(words, tone = "green") {
			clearTimeout(fading);
			places.said.textContent = words;
			places.said.dataset.tone = tone;
			fading = setTimeout(() => (places.said.textContent = ""), SHOWN_FOR);
		},
		listen: () => () => {}, // pages ask how work stands; a word of the server only comes sooner
		go,
		goInstead,
		showTheme,
		showUnread(count) {
			places.unread.textContent = count || "";
		},
		async signOut() {
			const headers = { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" };
			await fetch("/api/method/logout", { method: "POST", headers });
			location.assign("/login");
		},
		start() {
			document.addEventListener("click", follow);
			window.addEventListener("popstate", () => place.find(show));
			document.addEventListener("visibilitychange", () => document.hidden || count());
			return place.find(show);
		},
	};
	return host;
}

/** Light or dark, as `data-theme-mode` of the document says, or as the device has it. */
export function showTheme() {
	const root = document.documentElement;
	const mode = root.getAttribute("data-theme-mode");
	const dark = mode === "automatic" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
	root.setAttribute("data-theme", dark ? "dark" : "light");
}
