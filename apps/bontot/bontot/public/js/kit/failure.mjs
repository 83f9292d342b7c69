// What went wrong with a call, in words a person can act on. Pure: `translate` is the framework's __.

/** An error of a call. `kind`: offline | session | refused | missing | size | busy | server; `data`: the whole answer. */
export class CallError extends Error {
	constructor(kind, message, { title = "", type = "", status = 0, data = null } = {}) {
		super(message);
		Object.assign(this, { kind, title, type, status, data });
	}
	/** Whether the same call may succeed by itself a little later. */
	get passing() {
		return this.kind === "offline" || this.kind === "busy";
	}
}

/** Text of a message that may hold markup, on one line. */
export function plainText(html) {
	return String(html ?? "")
		.replace(/<(br|\/p|\/li|\/div)[^>]*>/gi, " ")
		.replace(/<[^>]*>/g, "")
		.replace(/&nbsp;/g, " ")
		.replace(/&lt;/g, "<")
		.replace(/&gt;/g, ">")
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&amp;/g, "&")
		.replace(/\s+/g, " ")
		.trim();
}

/** Messages the server sent along: a list of {message, title}. */
export function serverMessages(body) {
	let list;
	try {
		list = JSON.parse(body?._server_messages ?? "[]");
	} catch {
		return [];
	}
	return list.map((entry) => {
		try {
			const { message, title } = JSON.parse(entry);
			return { message: plainText(message), title: plainText(title) };
		} catch {
			return { message: plainText(entry), title: "" };
		}
	});
}

/**
 * The CallError of an answer with status >= 400. `signedOut`: the cookie speaks for Guest by now; `reading`: the call
 * changed nothing, so a refusal is about seeing and not about doing.
 */
export function failure(status, body, translate, { signedOut = false, reading = false } = {}) {
	const type = body?.exc_type ?? "";
	const sessionGone = status === 401 || ["CSRFTokenError", "SessionExpired"].includes(type) || signedOut;
	const about = { type, status, data: body };
	if (sessionGone) {
		return new CallError(
			"session",
			translate(
				"Your session has ended. Sign in again in another tab, then try again: what you typed stays here."
			),
			about
		);
	}
	if (status === 413) {
		const message = translate(
			"The file is too large. Choose a smaller one or take the photo at a lower resolution."
		);
		return new CallError("size", message, about);
	}
	if ([408, 429, 502, 503, 504, 508].includes(status) || /Deadlock|LockWait|QueryTimeout/.test(type)) {
		return new CallError("busy", translate("The system is busy. Try again in a moment."), about);
	}
	// A 500 carries a traceback for the operator's log; nobody else reads it.
	const [first] = status < 500 ? serverMessages(body) : [];
	// The framework's words for these two name a document by its number.
	if (status === 404 || (status === 403 && reading && type === "PermissionError")) {
		return new CallError(
			"missing",
			translate("This file does not exist, or it is not yours to read."),
			about
		);
	}
	if (first?.message) {
		const title = first.title === translate("Message") ? "" : first.title;
		return new CallError("refused", first.message, { ...about, title });
	}
	if (status === 403) {
		return new CallError("refused", translate("You may not do this with the seat you hold."), about);
	}
	return new CallError(
		"server",
		translate("The system met an error and has recorded it. What you typed is kept; please try again."),
		about
	);
}
