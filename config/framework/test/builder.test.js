// The asset builder on a bench of its own with two small apps; run where node_modules is (apps/frappe).

const assert = require("node:assert/strict");
const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { after, beforeEach, test } = require("node:test");
const { createClient } = require("@redis/client");

const BUILDER = path.join(__dirname, "..", "esbuild");
const NODE_MODULES = path.dirname(path.dirname(require.resolve("esbuild/package.json")));
const root = fs.mkdtempSync(path.join(os.tmpdir(), "builder-"));
const sites = path.join(root, "bench", "sites");
const apps = path.join(root, "apps");

const SOURCES = {
	"frappe/public/js/core.bundle.js": 'import "./page.html"; import "./plain.vue";',
	"frappe/public/js/page.html": "<!-- gone -->\n<b class='x'>{{ __('it\\'s') }}</b>\n\t`tick`",
	"frappe/public/js/plain.vue": "<template><i>no script</i></template>",
	"frappe/public/css/base.css": ".base { color: red }",
	"frappe/public/scss/desk.bundle.scss":
		'@import "~bootstrap/scss/functions"; @import "frappe/public/css/base.css"; .desk { margin-left: 1px; .in { top: 0 } }',
	"own/public/js/own.bundle.js":
		'import { createApp } from "vue"; import Own from "./Own.vue"; import "./Typed.vue"; createApp(Own).mount("#own");',
	"own/public/js/Own.vue": `<script setup>
import { ref } from "vue";
const count = ref(1);
</script>
<template><p class="own" @click="count++">Chi bộ {{ count }}</p></template>
<style scoped lang="scss">
$paint: #123456;
.own { b { color: $paint } background: url(/assets/own/x.png) }
</style>
`,
	"own/public/js/Typed.vue": `<script lang="ts">
export default { data(): { a: number } { return { a: 1 }; } };
</script>
<template><u>{{ a }}</u></template>
`,
	"own/public/node_modules/skip.bundle.js": "this is not looked at",
};

beforeEach(() => {
	fs.rmSync(root, { recursive: true, force: true });
	for (const [file, text] of Object.entries(SOURCES)) write(file, text);
	fs.symlinkSync(NODE_MODULES, path.join(apps, "frappe", "node_modules"));
	fs.mkdirSync(sites, { recursive: true });
	fs.symlinkSync(apps, path.join(root, "bench", "apps")); // as in a second bench that shares its apps
	fs.writeFileSync(path.join(sites, "apps.txt"), "frappe\nown\n");
});

after(() => fs.rmSync(root, { recursive: true, force: true }));

function write(file, text) {
	const full = path.join(apps, file.split("/")[0], file);
	fs.mkdirSync(path.dirname(full), { recursive: true });
	fs.writeFileSync(full, text);
}

function build(...options) {
	const env = { ...process.env, SITES_PATH: sites };
	const { status, stdout, stderr } = spawnSync("node", [BUILDER, ...options], {
		encoding: "utf8",
		cwd: root,
		env,
	});
	return { status, text: stdout + stderr };
}

function built(...options) {
	const result = build(...options);
	assert.equal(result.status, 0, result.text);
	return map();
}

const map = (file = "assets.json") => JSON.parse(fs.readFileSync(path.join(sites, "assets", file), "utf8"));
const read = (address) => fs.readFileSync(path.join(sites, address), "utf8");

test("every bundle of every app is built, named by its content and reachable under its address", () => {
	const assets = built("--production", "--run-build-command");
	assert.deepEqual(Object.keys(assets).sort(), [
		"core.bundle.js",
		"desk.bundle.css",
		"own.bundle.css",
		"own.bundle.js",
	]);
	assert.match(assets["own.bundle.js"], /^\/assets\/own\/dist\/js\/own\.bundle\.[A-Z0-9]{8}\.js$/);
	assert.match(assets["own.bundle.css"], /^\/assets\/own\/dist\/css\/own\.bundle\.[A-Z0-9]{8}\.css$/);
	assert.deepEqual(built("--production"), assets, "the same sources give the same names");
	write("frappe/public/css/base.css", ".base { color: blue }");
	const next = built("--production");
	assert.notEqual(next["desk.bundle.css"], assets["desk.bundle.css"]);
	assert.equal(next["own.bundle.js"], assets["own.bundle.js"]);
	assert.equal(
		fs.existsSync(path.join(sites, assets["desk.bundle.css"])),
		false,
		"the old file is removed"
	);
});

test("templates, SCSS and components come out as Frappe expects them", () => {
	const assets = built();
	const templates = {};
	new Function("frappe", "window", read(assets["core.bundle.js"]))({ templates }, {});
	assert.deepEqual(templates, { page: " <b class='x'>{{ __('it's') }}</b> `tick`" });
	assert.match(read(assets["desk.bundle.css"]), /\.base \{\s+color: red;[\s\S]*\.desk \.in \{/);
	const [script, style] = [read(assets["own.bundle.js"]), read(assets["own.bundle.css"])];
	const [, scope] = /__scopeId = "(data-v-[0-9a-f]{8})"/.exec(script);
	assert.match(style, new RegExp(`\\.own b\\[${scope}\\] \\{\\s+color: #123456`));
	assert.match(style, /url\(\/assets\/own\/x\.png\)/);
	assert.ok(script.includes("Chi bộ"));
});

test("right-to-left style sheets are mirrored and listed apart", () => {
	built();
	const mirrored = map("assets-rtl.json");
	assert.deepEqual(Object.keys(mirrored).sort(), ["rtl_desk.bundle.css", "rtl_own.bundle.css"]);
	assert.match(read(mirrored["rtl_desk.bundle.css"]), /margin-right: 1px/);
});

test("building one app or one file leaves the other entries alone", () => {
	const assets = built();
	write("own/public/js/own.bundle.js", "console.log(2)");
	const own = built("--apps", "own");
	assert.equal(own["desk.bundle.css"], assets["desk.bundle.css"]);
	assert.notEqual(own["own.bundle.js"], assets["own.bundle.js"]);
	assert.equal("own.bundle.css" in own, false, "the app's script has no styles any more");
	write("frappe/public/css/base.css", ".base { color: blue }");
	const file = built("--files", "frappe/desk.bundle.css");
	assert.deepEqual({ ...own, "desk.bundle.css": file["desk.bundle.css"] }, file);
	assert.notEqual(file["desk.bundle.css"], own["desk.bundle.css"]);
	read(file["core.bundle.js"]); // still there
	assert.deepEqual(built("--skip_frappe"), file);
});

test("what does not exist is refused by name", () => {
	for (const [options, text] of [
		[["--apps", "none"], /apps\.txt: none/],
		[["--files", "own/none.bundle.js"], /own\/none\.bundle\.js/],
		[["--sites-path", "nowhere"], /No apps\.txt in .*nowhere/],
		[["--no-such-option"], /no-such-option/],
	]) {
		const result = build(...options);
		assert.equal(result.status, 1);
		assert.match(result.text, text);
	}
});

test("an error names file and line, and the assets of before stay in use", () => {
	const assets = built();
	const faults = {
		"own/public/js/own.bundle.js": ["let a = 1;\nlet = ;", /own\.bundle\.js:2/],
		"frappe/public/scss/desk.bundle.scss": [".a { top: 0 }\n.b { top: $none }", /desk\.bundle\.scss:2:/],
		"own/public/js/Own.vue": [
			`${SOURCES["own/public/js/Own.vue"].replace("$paint: #123456;", "")}`,
			/Own\.vue:8:\d+:\s+8 │ \.own/,
		],
		"own/public/js/Typed.vue": [
			"<script setup>\nconst a = ;\n</script>\n<template><u/></template>",
			/Typed\.vue:2/,
		],
	};
	faults["frappe/public/js/plain.vue"] = ["<template>\n<i>{{ a b }}</i>\n</template>", /plain\.vue:2/];
	for (const [file, [text, where]] of Object.entries(faults)) {
		write(file, text);
		const result = build();
		assert.equal(result.status, 1, file);
		assert.match(result.text, where);
		assert.deepEqual(map(), assets);
		Object.values(assets).forEach(read);
		write(file, SOURCES[file]);
	}
	built();
});

test("templates with script setup tell the line of their errors too", () => {
	write(
		"own/public/js/Typed.vue",
		"<script setup>\nconst a = 1;\n</script>\n<template>\n<u>{{ a b }}</u>\n</template>"
	);
	assert.match(build().text, /Typed\.vue:5/);
});

test("a library that requires vue gets the copy the others use", () => {
	write(
		"own/public/js/own.bundle.js",
		'import * as vue from "vue"; window.same = require("./old.js") === vue.h;'
	);
	write("own/public/js/old.js", 'module.exports = require("vue").h;');
	const window = {};
	const script = read(built()["own.bundle.js"]);
	const run = new Function("window", "document", "Element", "SVGElement", "MathMLElement", script);
	run(window, { createElement: () => ({}) }, class {}, class {}, class {});
	assert.equal(window.same, true);
});

test("the addresses Frappe cached are forgotten", async () => {
	const port = await new Promise((resolve) => {
		const probe = net.createServer().listen(0, "127.0.0.1", () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
	const redis_cache = `redis://127.0.0.1:${port}`;
	fs.writeFileSync(path.join(sites, "common_site_config.json"), JSON.stringify({ redis_cache }));
	assert.match(build().text, /redis_cache does not answer/); // a warning: the build itself is good
	const server = spawn("redis-server", ["--port", String(port), "--save", ""], {
		stdio: "ignore",
		cwd: root,
	});
	const client = createClient({ url: redis_cache, socket: { reconnectStrategy: () => 50 } }).on(
		"error",
		() => {}
	);
	try {
		await client.connect();
		await client.set("assets_json", "old");
		await client.set("other", "stays");
		built();
		assert.equal(await client.get("assets_json"), null);
		assert.equal(await client.get("other"), "stays");
	} finally {
		await client.disconnect();
		server.kill();
	}
});

test("watching rebuilds what changed, and survives an error", async () => {
	const env = { ...process.env, SITES_PATH: sites };
	const watcher = spawn("node", [BUILDER, "--watch"], { cwd: root, env });
	let text = "";
	watcher.stdout.on("data", (data) => (text += data));
	watcher.stderr.on("data", (data) => (text += data));
	const told = async (pattern) => {
		for (const end = Date.now() + 15_000; !pattern.test(text);) {
			assert.ok(Date.now() < end, `${pattern} in ${text}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		text = "";
	};
	try {
		await told(/bundles of frappe, own/);
		write("frappe/public/css/base.css", ".base { color: blue }");
		await told(/bundles of frappe, own/);
		assert.match(read(map()["desk.bundle.css"]), /blue/);
		write("own/public/js/own.bundle.js", "let = ;");
		await told(/own\.bundle\.js:1/);
		write("own/public/js/own.bundle.js", "console.log(3)");
		await told(/bundles of frappe, own/);
	} finally {
		watcher.kill();
	}
});
