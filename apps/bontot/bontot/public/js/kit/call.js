// Calls to the server. Errors come back as a CallError to be shown in place; nothing pops up over the page.

import { CallError, failure } from "./failure.mjs";

export { CallError };

// An upload is given up when nothing has moved for so long: how long it takes as a whole is the line's affair.
const STALLED = 60000;

/**
 * Change something: POST. Lists, numbers and booleans reach the endpoint with their types.
 * `options.reading`: what matters is what comes back, so a refusal is about seeing.
 */
export function call(method, args = {}, options = {}) {
	return request(method, { ...options, httpMethod: "POST", body: JSON.stringify(args) });
}

/** Read something: GET. */
export function read(method, args = {}, options = {}) {
	const query = new URLSearchParams();
	for (const [key, value] of Object.entries(args)) {
		if (value === undefined || value === null || value === "") continue;
		query.set(key, typeof value === "object" ? JSON.stringify(value) : value);
	}
	return request(method, { ...options, httpMethod: "GET", query });
}

async function request(
	method,
	{ httpMethod, body, query, signal, timeout = 60000, reading = httpMethod === "GET" }
) {
	const headers = { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token };
	if (body) headers["Content-Type"] = "application/json; charset=utf-8";
	const clock = new AbortController();
	const timer = setTimeout(() => clock.abort(), timeout);
	signal?.addEventListener("abort", () => clock.abort(), { once: true });
	let response;
	let answer;
	try {
		const address = `/api/method/${method}${query?.size || query?.toString() ? `?${query}` : ""}`;
		response = await fetch(address, {
			method: httpMethod,
			headers,
			body,
			signal: clock.signal,
			cache: "no-store",
		});
		answer = await response.json().catch(() => null);
	} catch (error) {
		if (signal?.aborted) throw error;
		throw offline();
	} finally {
		clearTimeout(timer);
	}
	if (!response.ok) {
		throw failure(response.status, answer, __, {
			signedOut: isSignedOut(),
			reading,
		});
	}
	// A proxy or portal between us and the server may answer 200 with a page of its own.
	if (answer === null) throw offline();
	return answer.message;
}

/**
 * Upload a file privately, as yet attached to nothing; the endpoint that takes its address attaches it.
 * @param {File} file
 * @param {(share: number) => void} [onProgress] 0 to 1
 * @returns {Promise<{name: string, file_url: string, file_name: string}>}
 */
export function upload(file, onProgress) {
	const most = frappe.boot.max_file_size;
	if (most && file.size > most) {
		const message = __("The file is larger than {0} MB. Choose a smaller one.", [
			Math.floor(most / 1048576),
		]);
		return Promise.reject(new CallError("size", message));
	}
	const form = new FormData();
	form.append("file", file, file.name);
	form.append("is_private", "1");
	form.append("folder", "Home");
	return new Promise((resolve, reject) => {
		const xhr = new XMLHttpRequest();
		xhr.open("POST", "/api/method/upload_file");
		xhr.responseType = "json";
		xhr.setRequestHeader("Accept", "application/json");
		xhr.setRequestHeader("X-Frappe-CSRF-Token", frappe.csrf_token);
		let clock;
		const alive = () => {
			clearTimeout(clock);
			clock = setTimeout(() => xhr.abort(), STALLED);
		};
		xhr.upload.onprogress = (event) => {
			alive();
			if (event.lengthComputable) onProgress?.(event.loaded / event.total);
		};
		xhr.onloadend = () => clearTimeout(clock);
		xhr.onerror = xhr.onabort = () => reject(offline());
		xhr.onload = () => {
			if (xhr.status < 400 && xhr.response?.message) resolve(xhr.response.message);
			else reject(failure(xhr.status || 502, xhr.response, __, { signedOut: isSignedOut() }));
		};
		alive();
		xhr.send(form);
	});
}

function offline() {
	return new CallError(
		"offline",
		__("No network. What you typed is kept; try again when the network is back.")
	);
}

/** Whether the cookie speaks for nobody any more, though this page was opened by somebody. */
export function isSignedOut() {
	return frappe.session.user !== "Guest" && /(?:^|; )user_id=Guest(?:;|$)/.test(document.cookie);
}

/** A key that no other change has; `randomUUID` exists on https and localhost only. */
export function uniqueKey() {
	if (globalThis.crypto?.randomUUID) return crypto.randomUUID();
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
