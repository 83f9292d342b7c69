// The server's chain as the strip shows it. Pure: `translate` is the framework's __.

/**
 * @param {{level_name: string, organization_name: string, state: "done" | "current" | "todo", since: string, again?: boolean}[]} links
 * @param {string} state of the file
 * @returns {{label: string, state: string, note: string}[]} for StateStrip; [] of a file outside the review, which goes nowhere
 */
export function stripSteps(links, state, translate) {
	if (state === "Outside") return [];
	return links.map((link, index) => ({
		label: link.organization_name || link.level_name,
		state: lookOf(link, index, links.length, state),
		note: link.state === "current" ? noteOf(link, index, state, translate) : "",
	}));
}

function lookOf(link, index, length, state) {
	if (index === 0 && state === "Returned") return "returned";
	if (index === 0 && state === "Declared Not Reached") return "refused";
	if (index === length - 1 && ["Not Recognized", "Withdrawn"].includes(state)) return "refused";
	if (link.again) return "returned";
	return { done: "done", current: "now", todo: "next" }[link.state] ?? "next";
}

function noteOf(link, index, state, translate) {
	if (index === 0)
		return state === "Returned" ? translate("being corrected") : translate("assessing itself");
	if (link.again) return translate("looking at it again");
	return link.act === "Decide" ? translate("deciding") : translate("appraising");
}
