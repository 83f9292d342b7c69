// Scripts that the server sends as code (of pages, reports, sources of charts, assets) go through `frappe.dom.eval`. They get
// the nonce of the page; scripts in stored markup, which jQuery evaluates by a way of its own, never do. The framework asks
// for its first asset while it loads, so this stands before it and waits for `frappe.dom`.
const { nonce } = document.querySelector("script[nonce]") ?? {};

function run(text) {
	if (!text) return;
	const script = document.createElement("script");
	if (nonce) script.nonce = nonce;
	script.textContent = text;
	document.head.append(script);
	script.remove(); // it has run
}

let dom;
Object.defineProperty(frappe, "dom", {
	get: () => dom,
	set(value) {
		dom = Object.assign(value, { eval: run });
	},
	enumerable: true,
});
