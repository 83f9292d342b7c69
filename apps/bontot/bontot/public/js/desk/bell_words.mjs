// What the bell says of the notices in its panel, and where a notice of ours leads.

/** How many are unread, as the badge shows it; the panel holds no more than `most`. */
export const badge = (unread, most) => (unread ? `${unread}${unread >= most ? "+" : ""}` : "");

/** The desk address that a notice of ours carries in its text; "" of anybody else's, whose text somebody has typed. */
export function addressOf({ from_user: from, email_content: text }) {
	const [, address] = (!from && /<a [^>]*?href="(\/app\/[^"]+)"/.exec(text ?? "")) || [];
	return (address ?? "").replaceAll("&amp;", "&");
}
