// Put a Vue component into a desk page: fresh at each visit, gone when left.

import { createApp, h, shallowReactive } from "vue";
import FootBar from "./FootBar.vue";
import { guideOf } from "./places.mjs";

/**
 * @param {HTMLElement} wrapper what Frappe hands to on_page_load
 * @param {import("vue").Component} component receives `route` (reactive {name: string, parts: string[]}: the
 *     page and the address behind its name) and `page` (Frappe's page object)
 * @param {{title: string, props?: object}} options title in English, translated here
 */
export function mountPage(wrapper, component, { title, props = {} }) {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __(title), single_column: true });
	wrapper.classList.add("bt-desk-page");
	const route = shallowReactive({ name: wrapper.page_name, parts: [] });
	let app = null;
	let root = null;

	function show() {
		const [name, ...parts] = frappe.get_route();
		route.parts = name === wrapper.page_name ? parts : [];
		frappe.utils.set_title(__(title));
		showWayHome(name);
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
			frappe.show_alert({
				message: __("Part of this page failed. Reload it; what you typed is kept."),
				indicator: "red",
			});
		};
		app.mount(root);
		root.addEventListener("click", keepQuery);
	}

	function hide() {
		app?.unmount();
		root?.remove();
		app = root = null;
	}

	$(wrapper).on("show", show).on("hide", hide);
	if (frappe.container.page === wrapper) show();
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

/** Above the page stands the way back to "My Work", not a workspace of the page's module that may be another role's. */
function showWayHome(name) {
	const home = { type: "Custom", label: __("My Work"), route: "/app/my-work" };
	frappe.breadcrumbs.all[frappe.breadcrumbs.current_page()] = name === "my-work" ? null : home;
	frappe.breadcrumbs.update();
}

/** Those of `given` that the component asks for as props. */
function declared(component, given) {
	const asked = Array.isArray(component.props) ? component.props : Object.keys(component.props ?? {});
	return Object.fromEntries(Object.entries(given).filter(([name]) => asked.includes(name)));
}

/** Go to a desk address such as "/app/self-assessment/…?state=…" without loading the desk again. */
export function go(address) {
	frappe.router.push_state(address);
}

/** Go there in place of the address that is shown: Back leads to where the person came from, not to the redirect again. */
export function goInstead(address) {
	history.replaceState(null, "", address);
	frappe.router.route();
}
