// Which bundles there are: apps/<app>/<app>/public/**/*.bundle.{js,ts,css,scss}

const fs = require("node:fs");
const path = require("node:path");

const BUNDLE = /^(.+\.bundle)\.(js|ts|css|scss)$/;
const SKIPPED = new Set(["node_modules", "dist"]);

/**
 * @param {string} sites sites folder
 * @param {string[]} apps names
 * @returns {{app: string, source: string, name: string, kind: "js"|"css"}[]} `name` is "desk.bundle"
 */
function findBundles(sites, apps) {
	const bundles = [];
	for (const app of apps) {
		const root = publicFolder(sites, app);
		if (fs.existsSync(root)) bundles.push(...walk(root).map((source) => describe(app, source)));
	}
	return bundles;
}

function publicFolder(sites, app) {
	return path.join(sites, "..", "apps", app, app, "public");
}

function walk(folder) {
	const found = [];
	for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
		const full = path.join(folder, entry.name);
		if (entry.isDirectory() && !SKIPPED.has(entry.name)) found.push(...walk(full));
		else if (entry.isFile() && BUNDLE.test(entry.name)) found.push(full);
	}
	return found.sort();
}

function describe(app, source) {
	const [, name, suffix] = BUNDLE.exec(path.basename(source));
	return { app, source, name, kind: suffix === "js" || suffix === "ts" ? "js" : "css" };
}

/**
 * Keep the bundles `bench` asks for by `--files app/name.bundle.js,…`. A style sheet without a source of its
 * own comes out of the script of that name.
 * @throws {Error} naming a file no bundle answers to
 */
function pickBundles(bundles, files) {
	const picked = new Set();
	for (const file of files) {
		const app = file.split("/")[0];
		const asked = BUNDLE.exec(path.basename(file));
		const named = bundles.filter((bundle) => bundle.app === app && asked && bundle.name === asked[1]);
		const kind = asked && (asked[2] === "js" || asked[2] === "ts") ? "js" : "css";
		const exact = named.filter((bundle) => bundle.kind === kind);
		if (!named.length || (kind === "js" && !exact.length)) throw new Error(`No bundle is called ${file}`);
		for (const bundle of exact.length ? exact : named) picked.add(bundle);
	}
	return [...picked];
}

module.exports = { findBundles, pickBundles, publicFolder };
