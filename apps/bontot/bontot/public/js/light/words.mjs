// The framework's `__` without the desk: words of the person's language, with what is counted or named filled in.

/** f(source, [values]): the translation of `source`, itself where there is none; {0}, {1}… are `values`. */
export const translator = (messages) => (source, values) => {
	if (!source || typeof source !== "string") return source;
	const words = messages[source] || source;
	return values ? words.replace(/\{(\d+)\}/g, (whole, at) => values[at] ?? whole) : words;
};
