// What a figure is called and which tone its part of the bar takes.

const FIGURES = {
	reached: ["good", "Title recognized"],
	not_recognized: ["bad", "Title not recognized"],
	declared: ["declared", "Declared not reached by the unit"],
	waiting: ["wait", "Under appraisal"],
	returned: ["warn", "Returned for correction"],
	not_sent: ["plain", "Not sent yet"],
	outside: ["plain", "Outside the review"],
	eligible: ["plain", "Within the review"],
	all: ["plain", "All files"],
	before_rating: ["warn", "Recognized before the rating"],
	overdue: ["bad", "Tasks overdue"],
	sent: ["good", "Self-assessment sent"],
	later: ["plain", "Changes after the period closed"],
};
const KINDS = { Cell: "Party cells", "Grassroots Organization": "Grassroots party organizations" };

/** {tone, label} of a figure; `levels` are names by code, `interim` says "reviewed" instead of a title. */
export function describeFigure(figure, { levels = {}, interim = false, criteria = [] } = {}) {
	const [name, detail] = figure.split(":");
	if (name === "criterion") {
		const known = criteria.find((criterion) => criterion.criterion_key === detail);
		return { tone: "bad", label: __("Not met: {0}", [known?.short_text ?? detail]) };
	}
	if (name === "rated") {
		const words = detail ? __("Rated: {0}", [__(detail)]) : __("Rating decided");
		return { tone: detail ? "bad" : "plain", label: words };
	}
	if (name === "reached" && interim) return { tone: "good", label: __("Interim review concluded") };
	const [tone, label] = FIGURES[name] ?? ["plain", figure];
	const words = detail && levels[detail] ? __("Under appraisal: {0}", [levels[detail]]) : __(label);
	return { tone: detail ? `${tone}-${detail}` : tone, label: words };
}

export const kindName = (kind) => __(KINDS[kind] ?? kind);
