// What a state is called, and which of the few tones it takes. Tones: good, bad, warn, wait, plain.

import { SIGNS } from "./icons.mjs";

const EVALUATION_STATES = {
	Draft: ["plain", "Not sent yet"],
	"Under Appraisal": ["wait", "Under appraisal"],
	Returned: ["warn", "Returned for correction", "returned"],
	Recognized: ["good", "Title recognized"],
	"Not Recognized": ["bad", "Title not recognized"],
	Withdrawn: ["bad", "Title withdrawn"],
	"Declared Not Reached": ["bad", "Declared not reached by the unit"],
	"Interim Reviewed": ["good", "Interim review concluded"],
	Outside: ["plain", "Outside the review"],
};
const RESULTS = {
	Met: ["good", "Criterion met"],
	"Not Met": ["bad", "Criterion not met"],
	"Awaiting Rating": ["wait", "Waiting for the rating"],
	"Not Yet Due": ["plain", "Not due in this period"],
};

/** {tone, label, sign} of an evaluation's state or a criterion's result; an unknown one is shown translated as it is. */
export function stateOf(value) {
	const [tone, label, sign] = EVALUATION_STATES[value] ?? RESULTS[value] ?? ["plain", value ?? ""];
	return { tone, label: label ? __(label) : "", sign: SIGNS[sign ?? tone] };
}

/** As `stateOf`, of a file: a title that was given before the ratings says so wherever it stands. */
export function fileState(value, pending) {
	const known = stateOf(value);
	if (value !== "Recognized" || !pending) return known;
	return { tone: "warn", label: __("Recognized before the rating"), sign: SIGNS.warn };
}

export const stateChoices = () =>
	Object.keys(EVALUATION_STATES).map((value) => ({ value, ...stateOf(value) }));
