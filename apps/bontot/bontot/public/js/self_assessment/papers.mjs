// Which papers a file has: what its own organisation signs, and what it is told. The server decides what stands on them.

const LIES_HERE = ["Draft", "Returned", "Declared Not Reached", "Outside"];
const ENDED = [
	"Recognized",
	"Not Recognized",
	"Withdrawn",
	"Interim Reviewed",
	"Declared Not Reached",
	"Outside",
];

/** @returns {{label: string, format?: string, request?: boolean}[]} a print format, or the request of the organisation */
export function papersOf({ state, earns_title }) {
	const papers = [{ label: "Self-Assessment Sheet", format: "Self-Assessment Sheet" }];
	if (earns_title && !LIES_HERE.includes(state))
		papers.push({ label: "Request for Recognition", request: true });
	if (ENDED.includes(state)) papers.push({ label: "Result Notice", format: "Result Notice" });
	return papers;
}
