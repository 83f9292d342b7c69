// Put a Vue component into a page: fresh at each visit, gone when left.

import { createApp, h, shallowReactive } from "vue";
import FootBar from "./FootBar.vue";
import { go, host } from "./host";
import { guideOf } from "./places.mjs";

/**
 * @param {HTMLElement} wrapper what Frappe hands to on_page_load; `page_name` is the page's name
 * @param {import("vue").Component} component receives `route` (reactive {name: string, parts: string[]}: the
 *     page and the address behind its name) and `page` (Frappe's page object)
 * @param {{title: string, props?: object}} options title in English, translated here
 */
export function mountPage(wrapper, component, { title, props = {} }) {
	const page = host().makePage(wrapper, __(title));
	const route = shallowReactive({ name: wrapper.page_name, parts: [] });
	let app = null;
	let root = null;

	function show() {
		const [name, ...parts] = host().route();
		route.parts = name === wrapper.page_name ? parts : [];
		host().setTitle(__(title));
		host().showWayHome(name);
		if (app) return;
		root = document.createElement("div");
		root.className = "bt-page";
		page.main[0].append(root);
		const given = { ...props, ...declared(component, { route, page }) };
		app = createApp({
			render: () => [h(FootBar, { route }), h(component, given), help(wrapper.page_name)],
		});
		app.config.globalProperties.__ = window.__;
		app.config.errorHandler = (error) => {
			console.error(error);
			host().tell(__("Part of this page failed. Reload it; what you typed is kept."), "red");
		};
		app.mount(root);
		root.addEventListener("click", keepQuery);
	}

	function hide() {
		app?.unmount();
		root?.remove();
		app = root = null;
	}

	host().whenVisited(wrapper, show, hide);
	return { page };
}

/** The desk follows a link without its query, which own pages read from the address; lists of the desk take it as their filters. */
function keepQuery(event) {
	const link = event.target.closest("a[href]");
	if (!link?.search || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
	const [, app, name] = link.pathname.split("/");
	if (link.origin !== location.origin || app !== "app" || !frappe.boot.page_info[name]) return;
	event.preventDefault();
	event.stopPropagation();
	go(link.pathname + link.search);
}

/** The guide opens beside the page: nothing that is being written is left. */
const help = (name) =>
	h(
		"p",
		{ class: "bt-guide" },
		h("a", { href: guideOf(name), target: "_blank" }, __("Guide to this page"))
	);

/** Those of `given` that the component asks for as props. */
function declared(component, given) {
	const asked = Array.isArray(component.props) ? component.props : Object.keys(component.props ?? {});
	return Object.fromEntries(Object.entries(given).filter(([name]) => asked.includes(name)));
}
