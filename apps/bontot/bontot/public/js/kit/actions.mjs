// Where an action named by the server leads: {doctype, defaults} → a desk address.

const RATING = "Annual Rating";
const NEW_ON_OWN_PAGE = { Meeting: "/app/meeting-record/new", [RATING]: "/app/yearly-rating" };
const RECORD_ON_OWN_PAGE = { Meeting: "/app/meeting-record/", Evaluation: "/app/self-assessment/" };

const slug = (doctype) => doctype.toLowerCase().replace(/ /g, "-");

/** The form that makes what is missing, with its defaults filled in, or the record to be completed; "" when there is nothing to do. */
export function addressOfAction(action) {
	if (!action?.doctype) return "";
	if (action.defaults?.name) return addressOfRecord(action.doctype, action.defaults.name);
	const query = new URLSearchParams(
		Object.entries(action.defaults ?? {}).filter(([, value]) => value)
	).toString();
	const base = NEW_ON_OWN_PAGE[action.doctype] ?? `/app/${slug(action.doctype)}/new`;
	return query ? `${base}?${query}` : base;
}

/** Where a record is read. */
export function addressOfRecord(doctype, name) {
	if (!doctype || !name) return "";
	return (RECORD_ON_OWN_PAGE[doctype] ?? `/app/${slug(doctype)}/`) + encodeURIComponent(name);
}

/** Where the yearly rating that a criterion waits for is proposed, among what it lacks; "" for who may not propose it. */
export const ratingAddress = (missing) =>
	addressOfAction((missing ?? []).map((one) => one.action).find((action) => action?.doctype === RATING));

/** What the button says that leads there. A day that is past is not put into a calendar any more. */
export function wordsOfAction({ action, due_on }, today, translate) {
	if (action?.defaults?.name) return translate("Complete it");
	if (action?.doctype !== "Meeting") return translate("Add it");
	return translate(due_on && due_on < today ? "Record it" : "Schedule it");
}
