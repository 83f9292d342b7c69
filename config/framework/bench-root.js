// Where the bench is and what its common_site_config.json says; read by the asset builder and the realtime server.

const fs = require("node:fs");
const path = require("node:path");

/**
 * Find the sites folder: `explicit` (an option), else SITES_PATH, else the nearest one at or above the
 * working directory. PWD, where it is that directory, comes first: it knows through which link one came, and a
 * linked `apps/` must lead to the bench one stands in.
 * @returns {string} absolute path of a folder holding apps.txt
 * @throws {Error} when there is none
 */
function findSites(explicit, env = process.env, cwd = process.cwd()) {
	const named = explicit || env.SITES_PATH;
	if (named) {
		const sites = path.resolve(cwd, named);
		if (fs.existsSync(path.join(sites, "apps.txt"))) return sites;
		throw new Error(`No apps.txt in ${sites} (${explicit ? "--sites-path" : "SITES_PATH"})`);
	}
	const here = fs.realpathSync(cwd);
	const logical = env.PWD && fs.existsSync(env.PWD) && fs.realpathSync(env.PWD) === here ? env.PWD : here;
	for (const start of [logical, here]) {
		for (let folder = start; ; folder = path.dirname(folder)) {
			for (const sites of [folder, path.join(folder, "sites")]) {
				if (fs.existsSync(path.join(sites, "apps.txt"))) return sites;
			}
			if (folder === path.dirname(folder)) break;
		}
	}
	throw new Error(`No bench at or above ${cwd}: give --sites-path or SITES_PATH`);
}

/** Return common_site_config.json, with the two variables by which Frappe itself lets one override Redis. */
function readConfig(sites, env = process.env) {
	const file = path.join(sites, "common_site_config.json");
	const config = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
	const queue = env.FRAPPE_REDIS_QUEUE || config.redis_queue;
	return {
		...config,
		redis_cache: env.FRAPPE_REDIS_CACHE || config.redis_cache,
		redis_queue: queue,
		// Frappe publishes on redis_queue; an older configuration names the same server redis_socketio.
		redis_socketio: queue || config.redis_socketio,
	};
}

/** Names of the bench's apps, in the order of sites/apps.txt. */
function readApps(sites) {
	const lines = fs.readFileSync(path.join(sites, "apps.txt"), "utf8").split("\n");
	return lines.map((line) => line.trim()).filter(Boolean);
}

module.exports = { findSites, readConfig, readApps };
