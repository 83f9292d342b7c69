const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, test } = require("node:test");
const { findSites, readApps, readConfig } = require("../bench-root");

// main/ is a bench, second/ another that shares its apps by a link
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "bench-")));
const at = (...parts) => path.join(root, ...parts);
for (const bench of ["main", "second"]) {
	fs.mkdirSync(at(bench, "sites"), { recursive: true });
	fs.writeFileSync(at(bench, "sites", "apps.txt"), "frappe\n\n bontot \n");
}
fs.mkdirSync(at("main", "apps", "frappe"), { recursive: true });
fs.symlinkSync(at("main", "apps"), at("second", "apps"));
after(() => fs.rmSync(root, { recursive: true }));

test("a bench is found by option, variable, or where one stands", () => {
	const frappe = at("main", "apps", "frappe");
	const cases = [
		[at("second", "sites"), [at("second", "sites"), { SITES_PATH: at("main", "sites") }, frappe]],
		[at("second", "sites"), [undefined, { SITES_PATH: at("second", "sites") }, frappe]],
		[at("main", "sites"), [undefined, {}, frappe]],
		[at("main", "sites"), [undefined, {}, at("main", "sites")]],
		// come in through the link: the second bench; a PWD left over from elsewhere says nothing
		[at("second", "sites"), [undefined, { PWD: at("second", "apps", "frappe") }, frappe]],
		[at("second", "sites"), [undefined, { PWD: at("main") }, at("second", "sites")]],
	];
	for (const [expected, args] of cases) assert.equal(findSites(...args), expected);
	assert.throws(() => findSites(undefined, {}, os.tmpdir()), /No bench at or above/);
	assert.throws(() => findSites(undefined, { SITES_PATH: root }, frappe), /No apps\.txt in/);
});

test("apps and settings are read, and Frappe's own variables win", () => {
	const sites = at("main", "sites");
	assert.deepEqual(readApps(sites), ["frappe", "bontot"]);
	assert.equal(readConfig(sites, {}).redis_socketio, undefined);
	const config = { redis_queue: "redis://q", redis_socketio: "redis://s" };
	fs.writeFileSync(at("main", "sites", "common_site_config.json"), JSON.stringify(config));
	assert.equal(readConfig(sites, {}).redis_socketio, "redis://q");
	assert.equal(readConfig(sites, { FRAPPE_REDIS_QUEUE: "redis://other" }).redis_socketio, "redis://other");
});
