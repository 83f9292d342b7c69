// Who may open a socket: a page of the same origin, on a site of this bench, with a session that Frappe knows.

const fs = require("node:fs");
const path = require("node:path");

const SITE = /^[a-z0-9][a-z0-9._-]{0,252}$/i;
const SID = /^[\w%.~-]{1,200}$/;

/**
 * Refuse requests another site's page makes with our visitor's cookie. A browser sends Origin with every
 * websocket and every cross-origin request, but not with the polling GET of our own page.
 * @param {import("node:http").IncomingMessage} request
 * @param {string[]} allowed further origins, as "https://host:port"
 */
function sameOrigin(request, allowed = []) {
	const { origin, host } = request.headers;
	if (/[?&]j=/.test(request.url)) return false; // answers as a script, which any page could include
	if (origin === undefined) {
		return ["same-origin", "none", undefined].includes(request.headers["sec-fetch-site"]);
	}
	if (allowed.includes(origin)) return true;
	try {
		return Boolean(host) && new URL(origin).host === host.toLowerCase().replace(/:(80|443)$/, "");
	} catch {
		return false; // "null" or not an address
	}
}

/** Name of the site a namespace stands for, or null when this bench has no such site. */
function siteOf(namespace, sites) {
	const name = namespace.slice(1);
	if (!SITE.test(name)) return null;
	return fs.existsSync(path.join(sites, name, "site_config.json")) ? name : null;
}

/** @returns {string} the cookie `sid` as sent, "Guest" when there is none or it is malformed */
function sidOf(request) {
	const found = /(?:^|;\s*)sid=([^;]*)/.exec(request.headers.cookie ?? "");
	return found && SID.test(found[1]) ? found[1] : "Guest";
}

/** Address of the visitor as the proxy in front gives it; Frappe may restrict users by it. */
function addressOf(request) {
	const forwarded = request.headers["x-forwarded-for"]?.split(",")[0].trim();
	return forwarded || request.socket.remoteAddress || "";
}

module.exports = { sameOrigin, siteOf, sidOf, addressOf };
