// Vue single-file components: script or script setup, template, plain and scoped styles in CSS or SCSS.

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { parse, compileScript, compileStyle, compileTemplate } = require("vue/compiler-sfc");
const { place, sassMessage } = require("./plugins");

const STYLE = /\?vue-style=(\d+)$/;

/**
 * @param {{production: boolean, root: string, compileScss: Function}} options `root` makes a component's
 *     scope id the same wherever the bench lies
 */
function vue({ production, root, compileScss }) {
	const scopeOf = (file) =>
		crypto.createHash("sha256").update(path.relative(root, file)).digest("hex").slice(0, 8);
	return {
		name: "frappe-vue",
		setup(build) {
			build.onResolve({ filter: STYLE }, (asked) => ({ path: asked.path, namespace: "vue-style" }));
			build.onLoad({ filter: /\.vue$/ }, async ({ path: file }) => {
				const { descriptor, errors } = parse(await fs.promises.readFile(file, "utf8"), {
					filename: file,
				});
				if (errors.length) return failed(errors, file, 0);
				return component(descriptor, file, scopeOf(file), production);
			});
			build.onLoad({ filter: STYLE, namespace: "vue-style" }, async (asked) => {
				const file = asked.path.replace(STYLE, "");
				const { descriptor } = parse(await fs.promises.readFile(file, "utf8"), { filename: file });
				const style = descriptor.styles[Number(STYLE.exec(asked.path)[1])];
				return styleSheet(style, file, scopeOf(file), compileScss);
			});
		},
	};
}

function component(descriptor, file, scope, isProd) {
	const { script, scriptSetup, template, styles } = descriptor;
	const id = `data-v-${scope}`;
	const scoped = styles.some((style) => style.scoped);
	const parts = [];
	let compiled;
	if (script || scriptSetup) {
		try {
			const templateOptions = {
				scoped,
				id: scope,
				compilerOptions: { scopeId: scoped ? id : undefined },
			};
			compiled = compileScript(descriptor, {
				id: scope,
				isProd,
				inlineTemplate: Boolean(scriptSetup),
				genDefaultAs: "component",
				templateOptions,
			});
		} catch (error) {
			return failed([error], file, (scriptSetup ?? script).loc.start.line - 1);
		}
	}
	parts.push(compiled ? compiled.content : "const component = {};");
	if (template && !scriptSetup) {
		const result = compileTemplate({
			source: template.content,
			filename: file,
			id: scope,
			scoped,
			isProd,
			compilerOptions: { scopeId: scoped ? id : undefined, bindingMetadata: compiled?.bindings },
		});
		if (result.errors.length) return failed(result.errors, file, template.loc.start.line - 1);
		parts.push(result.code, "component.render = render;");
	}
	if (scoped) parts.push(`component.__scopeId = ${JSON.stringify(id)};`);
	styles.forEach((_, index) => parts.push(`import ${JSON.stringify(`${file}?vue-style=${index}`)};`));
	parts.push("export default component;");
	const lang = (scriptSetup ?? script)?.lang;
	return {
		contents: parts.join("\n"),
		loader: lang === "ts" ? "ts" : "js",
		resolveDir: path.dirname(file),
	};
}

function styleSheet(style, file, scope, compileScss) {
	let source = style.content;
	let watchFiles = [file];
	if (style.lang === "scss" || style.lang === "sass") {
		try {
			// Blank lines in front keep Sass's line numbers those of the component.
			const lead = style.lang === "scss" ? "\n".repeat(style.loc.start.line - 1) : "";
			const { css, files } = compileScss(lead + source, file, style.lang === "sass");
			[source, watchFiles] = [css, [file, ...files]];
		} catch (error) {
			return { errors: [sassMessage(error, file)], watchFiles };
		}
	}
	const result = compileStyle({ source, filename: file, id: `data-v-${scope}`, scoped: style.scoped });
	if (result.errors.length) return failed(result.errors, file, style.loc.start.line - 1);
	return { contents: result.code, loader: "css", resolveDir: path.dirname(file), watchFiles };
}

/** Errors of the Vue compiler as esbuild messages; `offset` lines stand above the block they speak of. */
function failed(errors, file, offset) {
	const message = (error) => {
		const line = error.loc?.start?.line ?? error.loc?.line ?? error.line;
		const column = (error.loc?.start?.column ?? error.loc?.column ?? error.column ?? 1) - 1;
		return {
			text: error.reason ?? error.message ?? String(error),
			location: place(file, line ? line + offset : offset + 1, Math.max(column, 0)),
		};
	};
	return { errors: errors.map(message), watchFiles: [file] };
}

module.exports = { vue };
