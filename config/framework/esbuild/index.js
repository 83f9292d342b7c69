// The asset builder: `node esbuild [--production] [--watch] [--apps a,b] [--files app/x.bundle.js]
// [--skip_frappe] [--sites-path DIR]`. `bench build` and `bench watch` come here through package.json.

const fs = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { findSites, readApps, readConfig } = require("../bench-root");
const { findBundles, pickBundles, publicFolder } = require("./bundles");

// The oldest browsers whose users we expect: Android phones and Windows 7 machines that stopped updating.
const TARGET = ["chrome80", "firefox78", "safari14.1"];
const MESSAGES_SHOWN = 20;

/** @returns {object} options; flags of Frappe's own builder that ask nothing of ours are accepted. */
function readOptions(argv) {
	const text = { type: "string" };
	const flag = { type: "boolean", default: false };
	const { values } = parseArgs({
		args: argv,
		options: {
			production: flag,
			watch: flag,
			apps: text,
			files: text,
			skip_frappe: flag,
			"skip-frappe": flag,
			"sites-path": text,
			"save-metafiles": flag,
			"run-build-command": flag,
			"live-reload": flag,
			force: flag,
		},
	});
	const list = (value) =>
		(value ?? "")
			.split(",")
			.map((item) => item.trim())
			.filter(Boolean);
	return {
		...values,
		apps: list(values.apps),
		files: list(values.files),
		skipFrappe: values.skip_frappe || values["skip-frappe"],
	};
}

/** Work out what to build from options and bench. */
function plan(options) {
	const sites = findSites(options["sites-path"]);
	const all = readApps(sites);
	const named = options.files.length ? options.files.map((file) => file.split("/")[0]) : options.apps;
	const unknown = named.filter((app) => !all.includes(app));
	if (unknown.length) throw new Error(`Not in ${path.join(sites, "apps.txt")}: ${unknown.join(", ")}`);
	const wanted = all.filter((app) => !named.length || named.includes(app));
	const apps = options.skipFrappe ? wanted.filter((app) => app !== "frappe") : wanted;
	const found = findBundles(sites, apps);
	const bundles = options.files.length ? pickBundles(found, options.files) : found;
	const partial = options.files.length > 0;
	return { sites, all, apps, bundles, partial, whole: apps.length === all.length };
}

/** esbuild's own options for a plan. */
function settings({ sites, all, bundles }, { production }) {
	const { html, addresses, oneVue, scss, scssCompiler } = require("./plugins");
	const { vue } = require("./vue");
	// Real paths: esbuild follows links, and names in messages should be the ones an editor opens.
	const roots = all.map((name) => ({ name, root: fs.realpathSync(path.join(sites, "..", "apps", name)) }));
	const frappe = path.join(sites, "..", "apps", "frappe");
	const nodeModules = fs.realpathSync(path.join(frappe, "node_modules"));
	const compileScss = scssCompiler({ apps: roots, nodeModules });
	const assets = path.join(sites, "assets");
	return {
		absWorkingDir: assets,
		entryPoints: bundles.map(({ app, name, kind, source }) => ({
			in: fs.realpathSync(source),
			out: `${app}/dist/${kind}/${name}`,
		})),
		entryNames: "[dir]/[name].[hash]",
		assetNames: "frappe/dist/files/[name].[hash]",
		publicPath: "/assets",
		outdir: assets,
		bundle: true,
		write: false,
		metafile: true,
		format: "iife",
		charset: "utf8", // Vietnamese as written, a third of its escaped size
		sourcemap: true,
		minify: production,
		target: TARGET,
		nodePaths: [nodeModules, ...roots.map((app) => app.root)],
		loader: Object.fromEntries(
			[".png", ".svg", ".gif", ".jpg", ".webp", ".woff", ".woff2", ".ttf", ".eot"].map((type) => [
				type,
				"file",
			])
		),
		define: {
			"process.env.NODE_ENV": JSON.stringify(production ? "production" : "development"),
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
		logLevel: "silent", // report() prints, once
		plugins: [
			html,
			addresses,
			oneVue(nodeModules),
			scss(compileScss),
			vue({ production, root: path.dirname(roots[0].root), compileScss }),
		],
	};
}

/** Print esbuild's messages; warnings about the framework's own sources are not ours to mend. */
async function report(esbuild, { errors, warnings }) {
	const ours = warnings.filter(
		({ location }) => location && !/(^|\/)(frappe|node_modules)\//.test(location.file)
	);
	for (const [kind, messages] of [
		["warning", ours],
		["error", errors],
	]) {
		const shown = messages.slice(0, MESSAGES_SHOWN);
		const lines = await esbuild.formatMessages(shown, { kind, color: process.stderr.isTTY });
		if (lines.length) console.error(lines.join(""));
		if (messages.length > shown.length) console.error(`… and ${messages.length - shown.length} more`);
	}
}

async function finish(result, work, started) {
	const { publish, clearCache } = require("./publish");
	const names = publish(result, work);
	await clearCache(readConfig(work.sites).redis_cache);
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	console.log(
		`${work.bundles.length} bundles of ${work.apps.join(", ")}: ${names.length} files, ${seconds} s`
	);
}

async function main(argv) {
	const options = readOptions(argv);
	const work = plan(options);
	const esbuild = require("esbuild");
	require("./publish").linkAssets(work.sites, work.all, publicFolder);
	const build = settings(work, options);
	if (options.watch) return watch(esbuild, build, work);
	const started = Date.now();
	try {
		const result = await esbuild.build(build);
		await report(esbuild, result);
		await finish(result, work, started);
	} catch (error) {
		if (!error.errors) throw error;
		await report(esbuild, error);
		console.error(`Build failed: ${error.errors.length} error(s), pages go on using the assets they had`);
		process.exitCode = 1;
	}
}

/** Rebuild whenever a source changes; a bundle file that is new needs a restart. */
async function watch(esbuild, build, work) {
	let started = Date.now();
	const follow = {
		name: "frappe-watch",
		setup({ onStart, onEnd }) {
			onStart(() => void (started = Date.now()));
			onEnd(async (result) => {
				await report(esbuild, result);
				if (!result.errors.length) await finish(result, work, started);
			});
		},
	};
	const context = await esbuild.context({ ...build, plugins: [...build.plugins, follow] });
	await context.watch();
	console.log("Watching for changes, Ctrl-C ends");
}

if (require.main === module) {
	main(process.argv.slice(2)).catch((error) => {
		console.error(error.cause ? error : error.message);
		process.exitCode = 1;
	});
}

module.exports = { main, plan, readOptions };
