// Where the own pages stand: on the framework's desk, or on the light page (public/js/light), which names itself. What pages
// need of it is asked here and nowhere else.

const desk = {
	makePage(wrapper, title) {
		wrapper.classList.add("bt-desk-page");
		return frappe.ui.make_app_page({ parent: wrapper, title, single_column: true });
	},

	/** Call `show` at each visit of the page, now too if it is the one that is shown, and `hide` when it is left. */
	whenVisited(wrapper, show, hide) {
		$(wrapper).on("show", show).on("hide", hide);
		if (frappe.container.page === wrapper) show();
	},

	/** The address behind "/app/", in parts: the page's name and what follows it. */
	route: () => frappe.get_route(),

	setTitle: (words) => frappe.utils.set_title(words),

	/** Above the page stands the way back to "My Work", not a workspace of the page's module that may be another role's. */
	showWayHome(name) {
		const home = { type: "Custom", label: __("My Work"), route: "/app/my-work" };
		frappe.breadcrumbs.all[frappe.breadcrumbs.current_page()] = name === "my-work" ? null : home;
		frappe.breadcrumbs.update();
	},

	/** Say what was done, in plain words. @param {"green" | "red"} tone */
	tell(words, tone = "green") {
		frappe.show_alert({ message: frappe.utils.escape_html(words), indicator: tone });
	},

	/** Hear what the server says of its own accord. @returns {() => void} to hear no more */
	listen(event, hear) {
		frappe.realtime.on(event, hear);
		return () => frappe.realtime.off(event, hear);
	},

	/** Go to an address such as "/app/self-assessment/…?state=…" without loading all again. */
	go(address) {
		frappe.router.push_state(address);
	},

	/** Go there in place of the address that is shown: Back leads to where the person came from, not to the redirect again. */
	goInstead(address) {
		history.replaceState(null, "", address);
		frappe.router.route();
	},

	/** Show the ground that `data-theme-mode` of the document names. */
	showTheme: () => frappe.ui.set_theme(),

	showUnread() {}, // the desk's bell counts by itself

	signOut: () => frappe.app.logout(),
};

export const host = () => window.bontot?.host ?? desk;
export const go = (address) => host().go(address);
export const goInstead = (address) => host().goInstead(address);
