// What a build leaves behind: files in dist/, the two maps pages look addresses up in, no old files, a fresh cache.

const fs = require("node:fs");
const path = require("node:path");

const HASHED = /\.bundle\.[A-Z0-9]{8}\.(css|js)(\.map)?$/;
const FOLDERS = ["js", "css", "css-rtl"];

/**
 * Write the outputs of a successful build and make pages use them.
 * @param {object} result esbuild's result with `write: false` and a metafile
 * @param {{sites: string, bundles: object[], apps: string[], whole: boolean, partial: boolean}} plan
 *     `apps` are those built; `whole`: every app of the bench; `partial`: only some bundles of an app
 * @returns {string[]} names written into the maps
 */
function publish(result, { sites, bundles, apps, whole, partial }) {
	const assets = path.join(sites, "assets");
	const built = { "assets.json": {}, "assets-rtl.json": {} };
	for (const { app, name, kind, contents, address, map } of outputs(result, assets, bundles)) {
		const text = kind === "css" ? mirror(contents) : null;
		write(assets, address, contents);
		if (map) write(assets, `${address}.map`, map);
		built["assets.json"][`${name}.${kind}`] = address;
		if (text === null) continue;
		const mirrored = `/assets/${app}/dist/css-rtl/${path.basename(address)}`;
		write(assets, mirrored, text);
		built["assets-rtl.json"][`rtl_${name}.css`] = mirrored;
	}
	const kept = new Set();
	for (const [file, fresh] of Object.entries(built)) {
		const merged = { ...formerEntries(path.join(assets, file), { apps, whole, partial }), ...fresh };
		replace(path.join(assets, file), `${JSON.stringify(merged, null, "\t")}\n`);
		for (const address of Object.values(merged)) kept.add(address).add(`${address}.map`);
	}
	for (const app of apps) removeOld(path.join(assets, app, "dist"), `/assets/${app}/dist`, kept);
	return Object.keys(built["assets.json"]);
}

/** Pair esbuild's outputs with bundles; a style sheet made by a script is moved from dist/js to dist/css. */
function outputs(result, assets, bundles) {
	const files = new Map(result.outputFiles.map((file) => [file.path, file]));
	const bySource = new Map(bundles.map((bundle) => [fs.realpathSync(bundle.source), bundle]));
	const found = [];
	for (const [relative, { entryPoint, cssBundle }] of Object.entries(result.metafile.outputs)) {
		if (!entryPoint) continue;
		const bundle = bySource.get(fs.realpathSync(path.resolve(assets, entryPoint)));
		if (!bundle) continue;
		const add = (output, kind) => {
			const file = path.resolve(assets, output);
			const address = `/assets/${bundle.app}/dist/${kind}/${path.basename(file)}`;
			const map = files.get(`${file}.map`)?.contents;
			found.push({ ...bundle, kind, address, contents: files.get(file).contents, map });
		};
		add(relative, bundle.kind);
		if (cssBundle) add(cssBundle, "css");
	}
	for (const [file, { contents }] of files) {
		if (!HASHED.test(file)) write(assets, `/assets/${path.relative(assets, file)}`, contents);
	}
	warnOfTwins(found);
	return found;
}

function warnOfTwins(found) {
	const seen = new Map();
	for (const { name, kind, app, source } of found) {
		const key = `${name}.${kind}`;
		if (seen.has(key)) console.warn(`${key}: ${app} (${source}) takes the place of ${seen.get(key)}`);
		seen.set(key, source);
	}
}

/** The style sheet for languages written from right to left. */
function mirror(contents) {
	const css = Buffer.from(contents).toString("utf8");
	return require("rtlcss").process(css.replace(/\n?\/\*# sourceMappingURL=.*?\*\/\s*$/, "\n"));
}

function formerEntries(file, { apps, whole, partial }) {
	if ((whole && !partial) || !fs.existsSync(file)) return {};
	let former;
	try {
		former = JSON.parse(fs.readFileSync(file, "utf8"));
	} catch (error) {
		throw new Error(`${file} is not JSON (${error.message}): remove it and build all apps`, {
			cause: error,
		});
	}
	if (partial) return former;
	const rebuilt = apps.map((app) => `/assets/${app}/dist/`);
	const others = ([, address]) => !rebuilt.some((prefix) => address.startsWith(prefix));
	return Object.fromEntries(Object.entries(former).filter(others));
}

function write(assets, address, contents) {
	const file = path.join(assets, address.replace(/^\/assets\//, ""));
	fs.mkdirSync(path.dirname(file), { recursive: true });
	replace(file, contents);
}

/** A reader sees the old file or the new one, never half of one. */
function replace(file, contents) {
	const temporary = `${file}.${process.pid}.tmp`;
	try {
		fs.writeFileSync(temporary, contents);
		fs.renameSync(temporary, file);
	} catch (error) {
		fs.rmSync(temporary, { force: true });
		throw error;
	}
}

function removeOld(dist, address, kept) {
	for (const folder of FOLDERS) {
		const full = path.join(dist, folder);
		if (!fs.existsSync(full)) continue;
		for (const name of fs.readdirSync(full)) {
			if (HASHED.test(name) && !kept.has(`${address}/${folder}/${name}`))
				fs.rmSync(path.join(full, name));
		}
	}
}

/** Point sites/assets/<app> at the app's public folder. */
function linkAssets(sites, apps, publicFolder) {
	const assets = path.join(sites, "assets");
	fs.mkdirSync(assets, { recursive: true });
	for (const app of apps) {
		const target = publicFolder(sites, app);
		if (!fs.existsSync(target)) continue;
		const link = path.join(assets, app);
		const found = fs.lstatSync(link, { throwIfNoEntry: false });
		if (found && !found.isSymbolicLink()) continue; // `bench build --hard-link` keeps a copy here
		if (found && fs.existsSync(link) && fs.realpathSync(link) === fs.realpathSync(target)) continue;
		const temporary = `${link}.${process.pid}.tmp`;
		fs.symlinkSync(fs.realpathSync(target), temporary);
		fs.renameSync(temporary, link);
	}
}

/**
 * Frappe keeps the maps in redis_cache. Redis is often down while assets are built, and then holds no old map.
 * @returns {Promise<boolean>} whether Redis answered
 */
async function clearCache(url) {
	if (!url) return false;
	const { createClient } = require("@redis/client");
	const client = createClient({ url, socket: { connectTimeout: 1000, reconnectStrategy: false } });
	client.on("error", () => {}); // connect() below rejects with the same error
	try {
		await client.connect();
		await client.del("assets_json");
		return true;
	} catch (error) {
		console.warn(`Cache not cleared, redis_cache does not answer: ${error.message || error.code}`);
		return false;
	} finally {
		if (client.isOpen) await client.disconnect();
	}
}

module.exports = { publish, linkAssets, clearCache };
