// Run by `npm run lint` in config/lint, where the tools are installed.

import { createRequire } from "node:module";

const tool = createRequire(new URL("./config/lint/package.json", import.meta.url));
const js = tool("@eslint/js");
const globals = tool("globals");
const prettier = tool("eslint-config-prettier");
const vue = tool("eslint-plugin-vue");

// What Frappe's desk and website put into every page.
const frappe = Object.fromEntries(
	["frappe", "__", "$", "jQuery", "locals", "cint", "cstr", "flt", "moment", "in_list"].map((name) => [
		name,
		"readonly",
	])
);

frappe.bontot = "writable"; // our own place beside it: pages lay their parts down there

const strict = {
	eqeqeq: ["error", "smart"],
	"no-var": "error",
	"prefer-const": "error",
	"no-implicit-globals": "off", // form scripts are not modules
	"no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
	"no-restricted-globals": ["error", "cur_frm", "cur_list"],
	"vue/multi-word-component-names": "off", // they are imported by name, none is a tag of HTML
	"vue/no-mutating-props": ["error", { shallowOnly: true }], // a page hands its reactive record down
	"no-restricted-syntax": [
		"error",
		{
			selector: "Property[key.name='async'][value.value=false]",
			message: "A page must not wait for a request.",
		},
	],
};

export default [
	{
		ignores: [
			"apps/frappe/",
			"apps/*/*/public/dist/",
			"env/",
			"var/",
			"sites/",
			"logs/",
			"**/node_modules/",
		],
	},
	js.configs.recommended,
	...vue.configs["flat/recommended"],
	prettier,
	{ rules: strict, linterOptions: { reportUnusedDisableDirectives: "error" } },
	{
		files: ["apps/**/*.{js,mjs,vue}"],
		languageOptions: { sourceType: "module", globals: { ...globals.browser, ...frappe } },
	},
	{
		files: ["*.mjs"],
		languageOptions: { globals: globals.node },
	},
	{
		files: ["config/**/*.js", "tests/**/*.js"],
		languageOptions: { sourceType: "commonjs", globals: globals.node },
	},
];
