// What esbuild must be told about Frappe's sources: templates in .html, SCSS with `~`, addresses under /assets.

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

/** `import "./page.html"` registers a template: only backticks are escaped, for some templates hold `\'`. */
const html = {
	name: "frappe-html",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, async ({ path: file }) => {
			const text = (await fs.promises.readFile(file, "utf8"))
				.replace(/<!--[\s\S]*?-->/g, "")
				.replace(/\s+/g, " ")
				.replaceAll("`", "\\`");
			const name = JSON.stringify(path.parse(file).name);
			return { contents: `frappe.templates[${name}] = \`${text}\`;`, loader: "js" };
		});
	},
};

/** /assets/… is served by the web server; `~pkg/…` in a plain CSS import means the package. */
const addresses = {
	name: "frappe-addresses",
	setup(build) {
		build.onResolve({ filter: /^\/assets\// }, ({ path: address }) => ({
			path: address,
			external: true,
		}));
		build.onResolve({ filter: /^~/ }, ({ path: address, ...from }) =>
			build.resolve(address.slice(1), { ...from, pluginData: undefined })
		);
		// Images and fonts named relative to a page, not to the style sheet, stay as written.
		build.onResolve({ filter: /\.(png|svg|gif|jpe?g|webp|woff2?|ttf|eot)([?#].*)?$/ }, (asked) =>
			asked.kind === "url-token" &&
			!fs.existsSync(path.resolve(asked.resolveDir, asked.path.replace(/[?#].*/, "")))
				? { path: asked.path, external: true }
				: undefined
		);
	},
};

/**
 * Every `vue` is the framework's own, whoever asks: libraries that `require` it would bring a second copy
 * into a bundle, and components of one copy do not see what those of the other provide.
 */
function oneVue(nodeModules) {
	const file = path.join(nodeModules, "vue/dist/vue.runtime.esm-bundler.js");
	return {
		name: "frappe-vue-once",
		setup: (build) => build.onResolve({ filter: /^vue$/ }, () => ({ path: file })),
	};
}

/**
 * Compile SCSS. Old Frappe styles use what Dart Sass means to drop one day; that is not news to whoever
 * builds, so deprecations are told for other apps only.
 * @param {{apps: {name: string, root: string}[], nodeModules: string}} bench
 * @returns {(text: string, file: string, indented?: boolean) => {css: string, files: string[]}}
 */
function scssCompiler({ apps, nodeModules }) {
	const sass = require("sass");
	const frappe = apps.find((app) => app.name === "frappe").root;
	const quiet = [frappe, nodeModules].map((root) => pathToFileURL(root).href);
	const tilde = {
		findFileUrl: (url) =>
			url.startsWith("~") ? pathToFileURL(path.join(nodeModules, url.slice(1))) : null,
	};
	const logger = {
		warn(message, { span, deprecation }) {
			const where = span?.url?.href ?? "";
			if (deprecation && (!where || quiet.some((root) => where.startsWith(root)))) return;
			console.warn(`${where}:${(span?.start.line ?? 0) + 1}: ${message}`);
		},
	};
	return (text, file, indented = false) => {
		const result = sass.compileString(text, {
			url: pathToFileURL(file),
			syntax: indented ? "indented" : "scss",
			loadPaths: [path.dirname(file), ...apps.map((app) => app.root), nodeModules],
			importers: [tilde],
			logger,
			verbose: true, // or a summary of the deprecations not told comes without its place
		});
		const files = result.loadedUrls.filter((url) => url.protocol === "file:");
		return { css: result.css, files: files.map((url) => decodeURIComponent(url.pathname)) };
	};
}

function scss(compile) {
	return {
		name: "frappe-scss",
		setup(build) {
			build.onLoad({ filter: /\.(scss|sass)$/ }, async ({ path: file }) => {
				try {
					const text = await fs.promises.readFile(file, "utf8");
					const { css, files } = compile(text, file, file.endsWith(".sass"));
					return {
						contents: css,
						loader: "css",
						resolveDir: path.dirname(file),
						watchFiles: files,
					};
				} catch (error) {
					return { errors: [sassMessage(error, file)], watchFiles: [file] };
				}
			});
		},
	};
}

/** Turn a Sass exception into esbuild's message, at the file and line Sass names. */
function sassMessage(error, file) {
	if (!error.span) return { text: String(error.message ?? error), location: { file } };
	const at = error.span.url ? decodeURIComponent(error.span.url.pathname) : file;
	return {
		text: error.sassMessage,
		location: place(at, error.span.start.line + 1, error.span.start.column),
	};
}

/** A location with its text: esbuild does not read the file a plugin complains of. Lines from 1, columns from 0. */
function place(file, line, column) {
	const lineText = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n")[line - 1] : "";
	return { file, line, column, lineText: lineText ?? "" };
}

module.exports = { html, addresses, oneVue, scss, scssCompiler, sassMessage, place };
