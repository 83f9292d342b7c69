// The keyboard of the queue. Pure: an event in, the name of a command out.

export const KEYS = [
	{ key: "j", command: "next", label: "Next file" },
	{ key: "k", command: "previous", label: "Previous file" },
	{ key: "Enter", command: "open", label: "Open the file" },
	{ key: "x", command: "select", label: "Select or unselect" },
	{ key: "o", command: "sample", label: "Open the next file drawn by lot" },
	{ key: "a", command: "agree", label: "Agree and pass on" },
	{ key: "r", command: "return", label: "Return for correction" },
	{ key: "?", command: "help", label: "Show these keys" },
];

// A key that is held repeats itself: it may run along the list, it decides nothing.
const WHILE_HELD = ["next", "previous"];

/** The command of a key press; "" while the person types, opens a menu, or holds a modifier. */
export function commandOf(event) {
	if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return "";
	const target = event.target;
	if (target?.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target?.tagName ?? "")) {
		if (target.type !== "checkbox") return "";
	}
	// Enter on a button or link is that button's own.
	if (event.key === "Enter" && /^(BUTTON|A|SUMMARY)$/.test(target?.tagName ?? "")) return "";
	const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	const command = KEYS.find((entry) => entry.key === key)?.command ?? "";
	return event.repeat && !WHILE_HELD.includes(command) ? "" : command;
}
