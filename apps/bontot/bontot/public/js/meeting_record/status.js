// How the three states of a meeting look.
const LOOKS = {
	Planned: { tone: "plain", label: "Planned" },
	Held: { tone: "wait", label: "Held, no minutes yet" },
	Minuted: { tone: "good", label: "Minuted" },
};

/** {tone, label} for StatePill. */
export function statusLook(status) {
	const look = LOOKS[status] ?? LOOKS.Planned;
	return { tone: look.tone, label: __(look.label) };
}
