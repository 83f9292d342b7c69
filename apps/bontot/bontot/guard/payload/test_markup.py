"""Tests of the markup that is kept: all that the desk's editors write, and nothing that could run or lead elsewhere."""

import re
import unittest

from bontot.guard.payload import markup

# As the editors of a form, of a comment and of an assignment write it.
EDITED = (
	'<div class="ql-editor read-mode"><h1>Biên bản</h1><p><strong>Đậm</strong> <em>nghiêng</em> <u>gạch</u> <s>bỏ</s></p></div>',
	'<p class="ql-align-center ql-direction-rtl">giữa &amp; &lt;5&gt; &nbsp;x</p><blockquote>trích</blockquote>',
	'<ol><li data-list="bullet"><span class="ql-ui" contenteditable="false"></span>một</li><li data-list="checked" class="ql-indent-1">'
	'<span class="ql-ui" contenteditable="false"></span>hai</li></ol>',
	'<pre class="ql-code-block-container" spellcheck="false"><div class="ql-code-block" data-language="plain">x = 1 &lt; 2</div></pre>',
	'<table class="table table-bordered"><tbody><tr><td data-row="row-ab12" colspan="2">1</td></tr></tbody></table>',
	'<p><a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer" target="_blank">liên kết</a> <a href="/app/meeting/x">x</a></p>',
	'<p><img src="/private/files/ảnh 1.png?fid=abc" alt="ảnh"></p>',
	'<p><img src="data:image/png;filename=a.png;base64,AAAA"></p>',
	'<span class="mention" data-id="bithu@thu.example" data-value="H\'Hen Niê" data-denotation-char="@" data-is-group="false" '
	'data-link="/app/user-profile/bithu@thu.example">\ufeff<span contenteditable="false"><span class="ql-mention-denotation-char">@</span>'
	"H'Hen Niê</span>\ufeff</span>",
	"<a href='/private/files/a.pdf' target='_blank'>a.pdf</a> <i class='fa fa-lock text-warning'></i>".replace("'", '"'),
)  # fmt: skip
RUNS = re.compile(
	r"script|onerror|onclick|onload|javascript|data:text|svg|iframe|<form|<input|<button|url\(|srcdoc|position|action|//x",
	re.IGNORECASE,
)
PLANTED = (
	"<script>x</script>", "<img src=x onerror=x>", "<svg onload=x><script>x</script></svg>", "<form action=//x><input name=a></form>",
	'<a href="javascript:x">a</a>', '<a href="java&#10;script:x">a</a>', '<a href=" data:text/html,x">a</a>', '<img src="data:text/html,x">',
	'<img src="data:image/svg+xml;base64,x">', '<img src="//x/y.png">', '<p style="background:url(//x/y)">a</p>', '<p style="position:fixed">a</p>',
	"<iframe srcdoc=x></iframe>", "<object data=x></object>", "<button formaction=//x>a</button>", "<base href=//x>", "<link href=//x>",
	'<math><mtext><table><mglyph><style><img src=x onerror=x>', "<style>*{background:url(//x)}</style>", "<p onclick=x>a</p>",
	"<!--<img src=x onerror=x>-->", "<noscript><p title='</noscript><img src=x onerror=x>'></noscript>", "<template><img src=x onerror=x></template>",
)  # fmt: skip
OF_MENTION = (
	"data-id",
	"data-value",
	"data-denotation-char",
	"data-link",
	"data-is-group",
	"data-list",
	"data-row",
	"data-language",
)
MARKUPS = (
	"<img src=x onerror=x>",
	"&lt;img src=x onerror=x&gt;",
	"&amp;lt;img src=x&amp;gt;",
	"&#60;b&#62;",
	"javascript:x",
	"//x/y",
)


class TestMarkup(unittest.TestCase):
	def test_what_editors_write_stays_as_it_is(self) -> None:
		for text in EDITED:
			with self.subTest(text[:60]):
				self.assertEqual(markup.clean(text), text)

	def test_colours_and_sizes_stay(self) -> None:
		kept = markup.clean(
			'<span style="color: rgb(230, 0, 0); background-color: rgb(255, 255, 0); font-size: 18px;">đỏ</span>'
		)
		self.assertEqual(
			kept,
			'<span style="color:rgb(230, 0, 0);background-color:rgb(255, 255, 0);font-size:18px">đỏ</span>',
		)
		self.assertEqual(markup.clean(kept), kept)

	def test_nothing_that_could_run_or_lead_elsewhere_stays(self) -> None:
		for text in PLANTED:
			with self.subTest(text):
				kept = markup.clean(f"<p>{text}</p>")
				self.assertIsNone(RUNS.search(re.sub(r">[^<]*<", "><", kept)), kept)
				self.assertEqual(markup.clean(kept), kept)
				self.assertIsNotNone(
					RUNS.search(text) or "<base" in text or "<link" in text or "<object" in text or None,
					"control",
				)

	def test_attributes_that_the_editor_puts_into_the_page_hold_no_markup(self) -> None:
		for name in OF_MENTION:
			for value in MARKUPS:
				if (
					name == "data-value" and "x" in value and not markup.is_plain(value)
				) or name != "data-value":
					with self.subTest(name, value=value):
						kept = markup.clean(f"<span class=\"mention\" {name}='{value}'>x</span>")
						self.assertEqual(kept, '<span class="mention">x</span>')

	def test_attributes_and_classes_of_the_desk_go(self) -> None:
		text = '<a id="x" name="y" data-toggle="tooltip" data-html="true" data-action="z" class="modal-backdrop btn ql-size-large" href="/a">x</a>'
		self.assertEqual(markup.clean(text), '<a class="ql-size-large" href="/a">x</a>')

	def test_a_text_in_which_no_tag_begins_is_what_it_was(self) -> None:
		for text in ("5 < 6 & 7 > 2", "a <3 b", "&lt;b&gt;", ""):
			self.assertEqual(markup.clean(text), text)

	def test_plainness_is_told_after_every_reading_of_entities(self) -> None:
		self.assertTrue(markup.is_plain("H'Hen & Co"))
		for text in ("<b", "&lt;b", "&amp;lt;b", "&amp;amp;amp;lt;b", "&#x3c;b", "&ltb"):
			self.assertFalse(markup.is_plain(text), text)


if __name__ == "__main__":
	unittest.main()
