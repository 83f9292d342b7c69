"""Markup that is kept: what the desk's editors write, element by element and attribute by attribute. Everything else goes.

One list for every field that holds markup (`guard/payload/stored.py`) and for what the framework itself cleans. The parser is a
browser's (nh3, the binding of ammonia), so that both read the same, and it takes time in proportion to the text.
"""

from __future__ import annotations

import re
from html import unescape

import nh3

ELEMENTS = frozenset((
	"a", "abbr", "address", "b", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "div",
	"dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
	"mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td",
	"tfoot", "th", "thead", "tr", "u", "ul", "var",
))  # fmt: skip
GONE_WITH_CONTENT = frozenset(("script", "style"))
# Nothing here reaches out of its place on the page, or names an address.
STYLES = frozenset((
	"background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-right",
	"border-style", "border-top", "border-width", "color", "direction", "font-family", "font-size", "font-style", "font-weight",
	"height", "line-height", "list-style-type", "max-width", "text-align", "text-decoration", "text-indent", "vertical-align",
	"white-space", "width",
))  # fmt: skip
# Of the editor, of tables and of texts; of the desk's own parts none, which its scripts and styles look for.
CLASSES = re.compile(
	r"(?:ql|text|table|fa|font|align)-[\w-]{1,40}"
	r"|mention|read-mode|table|fa|bold|small|underline|subject-title|level-item|ellipsis|list-unstyled"
)
LOCAL = re.compile(r"/(?![/\\])[^<>\"\\\x00-\x1f]{0,1000}")
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]")
WORDS = re.compile(r"[\w.+@\-' ]{1,140}")
KNOWN = {
	"align": re.compile(r"left|right|center|justify"),
	"border": re.compile(r"\d{1,2}"),
	"color": re.compile(r"#?\w{1,30}"),
	"colspan": re.compile(r"\d{1,2}"),
	"contenteditable": re.compile(r"false"),
	"data-denotation-char": re.compile(r"@"),
	"data-id": WORDS,
	"data-is-group": re.compile(r"true|false|undefined"),
	"data-language": re.compile(r"[\w+#-]{1,40}"),
	"data-link": LOCAL,
	"data-list": re.compile(r"bullet|ordered|checked|unchecked"),
	"data-row": re.compile(r"[\w-]{1,40}"),
	"dir": re.compile(r"ltr|rtl|auto"),
	"height": re.compile(r"\d{1,4}(?:\.\d+)?(?:px|%)?"),
	"lang": re.compile(r"[A-Za-z-]{1,20}"),
	"rel": re.compile(r"[a-z ]{1,60}"),
	"rowspan": re.compile(r"\d{1,2}"),
	"span": re.compile(r"\d{1,2}"),
	"spellcheck": re.compile(r"true|false"),
	"start": re.compile(r"-?\d{1,6}"),
	"target": re.compile(r"_blank"),
	"type": re.compile(r"[1aAiI]"),
	"width": re.compile(r"\d{1,4}(?:\.\d+)?(?:px|%)?"),
}
FREE = frozenset(("alt", "class", "data-value", "href", "src", "style", "title"))
EVERYWHERE = frozenset(("align", "class", "dir", "lang", "style", "title"))
OF_EDITOR = frozenset((
	"contenteditable", "data-denotation-char", "data-id", "data-is-group", "data-language", "data-link", "data-list", "data-row",
	"data-value", "spellcheck",
))  # fmt: skip
ATTRIBUTES = {
	"*": set(EVERYWHERE | OF_EDITOR),
	"a": {"href", "rel", "target"},
	"col": {"span", "width"},
	"font": {"color"},
	"img": {"alt", "height", "src", "width"},
	"ol": {"start", "type"},
	"table": {"border", "width"},
	"td": {"colspan", "rowspan", "width"},
	"th": {"colspan", "rowspan", "width"},
}
SCHEMES = frozenset(("http", "https", "mailto", "tel", "data"))
BEGINS_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def clean(html: str) -> str:
	"""`html` without what is on no list; a text in which no tag begins is what it was."""
	return CLEANER.clean(html) if BEGINS_TAG.search(html) else html


def is_plain(text: str) -> bool:
	"""Whether no tag is in a text, however often a browser takes entities for letters."""
	for _time in range(5):
		if "<" in text or ">" in text:
			return False
		if (read := unescape(text)) == text:
			return True
		text = read
	return False


def _kept(tag: str, name: str, value: str) -> str | None:
	"""The value of an attribute as it is kept; None takes the attribute out."""
	if known := KNOWN.get(name):
		return value if known.fullmatch(value) and is_plain(value) else None
	if name == "class":
		return " ".join(word for word in value.split() if CLASSES.fullmatch(word)) or None
	if name == "data-value":  # the editor puts it into the page as markup
		return value if is_plain(value) else None
	if name == "src":
		return value if LOCAL.fullmatch(value) or PICTURE.match(value) else None
	if name == "href":
		return None if value.strip().lower().startswith("data:") else value
	return value if name in FREE else None


CLEANER = nh3.Cleaner(
	tags=set(ELEMENTS),
	clean_content_tags=set(GONE_WITH_CONTENT),
	attributes=ATTRIBUTES,
	attribute_filter=_kept,
	strip_comments=True,
	link_rel=None,
	url_schemes=set(SCHEMES),
	filter_style_properties=set(STYLES),
)
