// What stands on a resolution beside its files, as the server holds it. Pure.

const VOTES = ["votes_for", "votes_against", "votes_other"];

/** The vote on one row where it differs from that on all; else none of its own: three times nothing. */
export const votesOf = (row) =>
	Object.fromEntries(VOTES.map((field) => [field, row.own_vote ? row[field] || 0 : 0]));

/** Rows of ratings that the sitting decides first: [{rating, grade, votes…}]. */
export const chosenRatings = (ratings) =>
	ratings
		.filter((one) => one.chosen)
		.map((one) => ({ rating: one.name, grade: one.grade, ...votesOf(one) }));

/** Rows of documents: [{file_doctype, file_name, decision, reason, return_to, votes…}]. */
export const chosenDocuments = (documents) =>
	documents
		.filter((one) => one.chosen)
		.map((one) => ({
			file_doctype: one.doctype,
			file_name: one.name,
			decision: one.decision,
			reason: one.reason,
			return_to: one.decision === "Return" ? one.return_to : "Unit That Made It",
			...votesOf(one),
		}));
