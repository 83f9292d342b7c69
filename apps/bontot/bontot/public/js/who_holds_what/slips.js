// Slips with first passwords: asked for by POST, answered as a PDF that is saved and kept nowhere else.

import { CallError, isSignedOut } from "../kit/call";
import { failure } from "../kit/failure.mjs";

/** Save the PDF that `method` answers; a refusal comes back as a CallError with the server's words. */
export async function saveSlips(method, args) {
	let response;
	try {
		response = await fetch(`/api/method/${method}`, {
			method: "POST",
			headers: {
				"Content-Type": "application/json; charset=utf-8",
				Accept: "application/json, application/pdf",
				"X-Frappe-CSRF-Token": frappe.csrf_token,
			},
			body: JSON.stringify(args),
			cache: "no-store",
		});
	} catch {
		throw new CallError("offline", __("No network. Try again when it is back."));
	}
	if (!response.ok) {
		const answer = await response.json().catch(() => null);
		throw failure(response.status, answer, __, { signedOut: isSignedOut() });
	}
	const address = URL.createObjectURL(await response.blob());
	const link = Object.assign(document.createElement("a"), {
		href: address,
		download: `${__("First passwords")}.pdf`,
	});
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), 60000);
}
