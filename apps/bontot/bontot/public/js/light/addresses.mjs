// Which addresses the light page shows itself. Pure.

/** The address behind "/app/" in parts: the page's name and what follows it. */
export const partsOf = (path) => path.split("/").slice(2).filter(Boolean).map(decodeURIComponent);

/**
 * Where a click on a link leads within the light page, as an address without its origin; "" for a link that the browser follows.
 * @param {{href: string, target: string, download: boolean}} link
 * @param {{ctrlKey, metaKey, shiftKey, altKey, button: number}} event
 * @param {string} origin of this site
 * @param {string[]} pages names of the pages that are shown here
 */
export function within(link, event, origin, pages) {
	if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return "";
	if ((link.target && link.target !== "_self") || link.download) return "";
	const { origin: where, pathname, search, hash } = new URL(link.href, origin);
	if (where !== origin || !pathname.startsWith("/app/") || !pages.includes(partsOf(pathname)[0])) return "";
	return pathname + search + hash;
}
