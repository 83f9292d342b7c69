// Addresses within the page: /app/province-overview/<organisation>/<figure>/<kind>/<sector>?period=… Pure.

export const PAGE = "/app/province-overview";
const EMPTY = "-";

/** The address of a branch, or of the rows behind one of its figures. */
export function addressOf({ organization, figure = "", kind = "", sector = "", period = "" }) {
	const parts = figure ? [organization, figure, kind || EMPTY, sector] : [organization];
	while (parts.length && !parts[parts.length - 1]) parts.pop();
	const path = [PAGE, ...parts.map(encodeURIComponent)].join("/");
	return period ? `${path}?period=${encodeURIComponent(period)}` : path;
}

/** What the parts of the address behind the page's name ask for. */
export function placeOf(parts) {
	const [organization = "", figure = "", kind = "", sector = ""] = parts;
	return { organization, figure, kind: kind === EMPTY ? "" : kind, sector };
}
