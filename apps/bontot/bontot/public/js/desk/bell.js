// The bell: how many notices are unread, and each leads to the page where one sees what it says.

import { addressOf, badge } from "./bell_words.mjs";

const { make_tab_view } = frappe.ui.Notifications.prototype;
frappe.ui.Notifications.prototype.make_tab_view = function (category) {
	make_tab_view.call(this, category);
	if (category.id === "notifications") mend(this.tabs[category.id]);
};

function mend(view) {
	const lead = view.get_item_link;
	view.get_item_link = (notice) => addressOf(notice) || lead.call(view, notice);
	const [panel] = view.container;
	const $badge = $('<span class="bt-bell" aria-hidden="true"></span>').appendTo(view.notifications_icon);
	const watch = new MutationObserver(count);
	const seen = { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] };
	function count() {
		watch.disconnect(); // what is tidied here is no news
		leave_newest(panel);
		const unread = panel.querySelectorAll(".notification-item.unread").length;
		const shown = badge(unread, view.max_length);
		$badge.text(shown);
		const words = unread ? __("Notifications, {0} unread", [shown]) : __("Notifications");
		view.notifications_icon.attr("aria-label", words);
		watch.observe(panel, seen);
	}
	count();
}

/** A notice that has been written anew is put on top once more, and the words for an empty panel stay below the first one. */
function leave_newest(panel) {
	const met = new Set();
	for (const item of panel.querySelectorAll(".notification-item[data-name]")) {
		if (met.has(item.dataset.name)) item.remove();
		met.add(item.dataset.name);
	}
	if (met.size) panel.querySelector(".notification-null-state")?.remove();
}
