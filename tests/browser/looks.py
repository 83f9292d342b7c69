"""Measures of a page as it stands, which a picture cannot hold: each a list of complaints ([] is the good case)."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from ops.bench import REPO

AXE = REPO / "apps" / "frappe" / "node_modules" / "axe-core" / "axe.min.js"
BODY_PX, TAP_PX = 16, 44
SMALL_PX = 15  # names of the bar of places, of which five share a phone; counts

# Words no Vietnamese text holds and English pages are full of. "ban", "hay", "do", "an" are both and left out.
ENGLISH = re.compile(
	r"\b(?:the|and|of|with|from|this|that|your|you|not|are|is|was|been|has|have|will|please|page|loading|save|saved|"
	r"send|sent|new|edit|delete|remove|cancel|close|open|search|filter|filters|list|view|show|hide|select|add|more|all|"
	r"none|yes|back|next|previous|home|help|settings|login|logout|password|email|date|time|name|title|status|state|"
	r"submitted|draft|created|updated|modified|last|error|failed|success|warning|meeting|evaluation|period|year|month|"
	r"week|day|days|ago|just|now|comment|comments|activity|attachment|attachments|assigned|shared|tags|tag|share|"
	r"report|dashboard|print|download|upload|file|files|row|rows|results|result|found|nothing|required|invalid|missing|"
	r"reload|refresh|menu|actions|type|here|user|users|role|enabled|disabled|approve|reject|return|reason|built|"
	r"reviewed|organization|criterion|criteria|met|under|appraisal|recognized|minutes|agenda|papers|votes)\b",
	re.IGNORECASE,
)
# Not English: an address, a user's own file, a key on the keyboard, a value that a setting of the framework is given.
ALLOWED = re.compile(
	r"\S+@\S+|\S+\.(?:pdf|jpe?g|png|docx)\b|https?://\S+|Ctrl|\(required\)|\bsix_month: |\byear: |\ball_required\b"
)
ISO_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
SHORT_DATE = re.compile(r"\b\d{1,2}-\d{1,2}-(?:19|20)\d\d\b")

# Left out, because the framework writes stored values there as they are: the hover text of list rows.
VISIBLE_TEXT = """(root) => {
	const found = [];
	const walk = document.createTreeWalker(document.querySelector(root) ?? document.body, NodeFilter.SHOW_TEXT);
	for (let node = walk.nextNode(); node; node = walk.nextNode()) {
		const parent = node.parentElement;
		if (!node.data.trim() || parent.closest("script, style, noscript, template")) continue;
		if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
		found.push(node.data.trim());
	}
	for (const one of document.querySelectorAll("[placeholder], [aria-label], [title]")) {
		if (!one.checkVisibility() || one.closest(".list-row")) continue;
		for (const name of ["placeholder", "aria-label", "title"]) {
			const value = one.getAttribute(name)?.trim();
			if (value) found.push(value);
		}
	}
	return found;
}"""

WIDER = """() => {
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= width) return [];
	const held = (one) => {
		for (let above = one.parentElement; above !== document.body; above = above.parentElement)
			if (getComputedStyle(above).overflowX !== "visible" && above.getBoundingClientRect().right <= width + 1) return true;
		return false;
	};
	const wide = [...document.querySelectorAll("body *")]
		.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > width + 1 && !held(one))
		.map((one) => `${one.tagName}.${one.className} reaches ${Math.round(one.getBoundingClientRect().right)} of ${width}`)
		.slice(0, 5);
	return wide.length ? wide : [`the page is ${document.documentElement.scrollWidth} wide`];
}"""

SMALL_TEXT = """([least, beside]) => {
	const small = new Map();
	const walk = document.createTreeWalker(document.querySelector(".bt-page"), NodeFilter.SHOW_TEXT);
	for (let node = walk.nextNode(); node; node = walk.nextNode()) {
		const parent = node.parentElement;
		// On a phone a table's head is for screen readers: each number carries its own label.
		if (!node.data.trim() || !parent.checkVisibility() || parent.closest(".sr-only, thead")) continue;
		const size = parseFloat(getComputedStyle(parent).fontSize);
		const aside = parent.closest(".bt-places, .bt-chip__count, sup");
		if (size < (aside ? beside : least)) small.set(`${parent.tagName}.${parent.className}`, `${size}px: ${node.data.trim()}`);
	}
	return [...small].map(([where, what]) => `${where} ${what}`);
}"""

SMALL_TARGETS = """(least) => [...document.querySelectorAll(".bt-page :is(.bt-button, .bt-chip, .bt-roll__one, .bt-score__points, .bt-input, select)")]
	.filter((one) => one.checkVisibility() && one.type !== "date")
	.map((one) => [one, one.getBoundingClientRect()])
	.filter(([, box]) => box.width > 1 && (box.height < least - 0.5 || box.width < least - 0.5))
	.map(([one, box]) => `${one.className} "${(one.innerText || one.id).trim()}" ${Math.round(box.width)}x${Math.round(box.height)}`)"""

TITLE_UNDER = """() => {
	const head = [...document.querySelectorAll(".page-head")].find((one) => one.checkVisibility());
	const words = document.createRange();
	words.selectNodeContents(head.querySelector(".title-text"));
	const buttons = head.querySelector(".page-actions").getBoundingClientRect();
	const edge = Math.min(buttons.width ? buttons.left : Infinity, document.documentElement.clientWidth);
	return [...words.getClientRects()]
		.filter((box) => box.right > edge + 1)
		.map((box) => `the title reaches ${Math.round(box.right)}, its buttons begin at ${Math.round(edge)}`);
}"""

AXE_RUN = """async (root) => {
	const rules = { "color-contrast": { enabled: true } };
	const found = await axe.run(root || document, { resultTypes: ["violations"], rules });
	return found.violations
		.filter((one) => ["serious", "critical"].includes(one.impact))
		.map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""


def english(page: Page, root: str = "body") -> list[str]:
	"""Visible texts, placeholders, spoken labels and titles that hold an English word."""
	texts = page.evaluate(VISIBLE_TEXT, root)
	return sorted({text for text in texts if ENGLISH.search(ALLOWED.sub(" ", text))})


def foreign_dates(page: Page) -> list[str]:
	texts = page.evaluate(VISIBLE_TEXT, "body")
	return sorted({text for text in texts if ISO_DATE.search(text) or SHORT_DATE.search(text)})


def overflow(page: Page) -> list[str]:
	return page.evaluate(WIDER)


def hidden_title(page: Page) -> list[str]:
	"""The words of a form's or list's title that lie under its buttons or outside the window."""
	return page.evaluate(TITLE_UNDER)


def small_text(page: Page) -> list[str]:
	"""Text of our page below 16 px, which secondary text has too; the bar and counts may be a little smaller."""
	return page.evaluate(SMALL_TEXT, [BODY_PX, SMALL_PX])


def small_targets(page: Page) -> list[str]:
	return page.evaluate(SMALL_TARGETS, TAP_PX)


def no_zoom(page: Page) -> list[str]:
	"""What of a page forbids to enlarge it with two fingers."""
	said = page.locator("meta[name=viewport]").first.get_attribute("content") or ""
	return [word.strip() for word in said.split(",") if re.search("maximum-scale|user-scalable", word)]


def inaccessible(page: Page, root: str = "") -> list[str]:
	"""Serious and critical findings of axe-core in the whole window, the bar above the page too, or within `root`."""
	page.evaluate(AXE.read_text())
	return page.evaluate(AXE_RUN, root)
