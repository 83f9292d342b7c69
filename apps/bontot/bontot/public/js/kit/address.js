// Filters that live in the address, so that a link, a reload and the back button show the same thing.

import { onBeforeUnmount, reactive, watch } from "vue";

/**
 * A reactive object whose fields are the query of the address. Only fields that differ from `defaults` are written.
 * @param {Record<string, string>} defaults
 */
export function useAddress(defaults) {
	const values = reactive({ ...defaults, ...fromQuery(defaults) });
	const follow = () => Object.assign(values, defaults, fromQuery(defaults));
	window.addEventListener("popstate", follow);
	onBeforeUnmount(() => window.removeEventListener("popstate", follow));
	watch(values, () => history.replaceState(history.state, "", location.pathname + query(values, defaults)));
	return values;
}

/** "?a=b" of the fields that differ from `defaults`, or "". */
export function query(values, defaults = {}) {
	const search = new URLSearchParams(location.search);
	for (const [key, value] of Object.entries(values)) {
		if (value === undefined || value === null || value === "" || value === defaults[key])
			search.delete(key);
		else search.set(key, value);
	}
	const text = search.toString();
	return text ? `?${text}` : "";
}

function fromQuery(defaults) {
	const search = new URLSearchParams(location.search);
	return Object.fromEntries(
		Object.keys(defaults).flatMap((key) => (search.has(key) ? [[key, search.get(key)]] : []))
	);
}
