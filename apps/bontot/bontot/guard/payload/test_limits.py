"""Tests of the limits on one request: what is refused, and what people lawfully write."""

import json
from unittest.mock import patch

from bontot.guard.errors import TooMuchError
from bontot.guard.payload import limits, report_page
from bontot.guard.targets import Call
from bontot.tests.case import BontotTestCase

COMMENT = "frappe.desk.form.utils.add_comment"
PAGE_OF_TEXT = (
	'<p class="ql-align-justify"><strong>Đảng ủy</strong> kết luận: <em>giữ vững</em> nền nếp sinh hoạt.</p>'
	* 30
)
PICTURE = '<p><img src="data:image/png;filename=a.png;base64,' + "A" * 200_000 + '"></p>'
MENTION = '<span class="mention" data-id="a@b.vn" data-value="A" data-denotation-char="@">@A</span>'
ROWS = "<tr>" + "<td>Chi bộ thôn</td>" * 6 + "</tr>"
TOO_MUCH = {
	"nested": "<div>" * 61, "bold": "<b>" * 100_000, "left open behind ends of others": "<b></i>" * 61, "letters": "a" * 200_001,
	"signs": "<" * 100_000, "tags": "<br>" * 5001, "pictures": PICTURE * 11, "mentions": MENTION * 51,
	"within a document": json.dumps({"doctype": "ToDo", "description": "<div>" * 61}), "in JSON's own letters": '"' + "\\u003cb>" * 100_000 + '"',
	"a list": json.dumps(["x"] * 2001), "objects within each other": '{"a":' * 400 + "1" + "}" * 400,
	"values": json.dumps([list(range(2000))] * 26), "rows": json.dumps({"doctype": "Meeting", "attendance": [{"a": 1}] * 2001}),
}  # fmt: skip
LAWFUL = {
	"several pages": PAGE_OF_TEXT * 20, "with pictures": PAGE_OF_TEXT * 5 + PICTURE * 5, "minutes": "x" * 20_000 + "\n5 < 6",
	"fifty people": MENTION * 50, "a document": json.dumps({"doctype": "ToDo", "description": PAGE_OF_TEXT}),
	"five hundred present": json.dumps({"doctype": "Meeting", "attendance": [{"member": "x", "present": 1}] * 500}),
	"a filter of many": json.dumps([["Meeting", "name", "in", ["x"] * 1000]]),
}  # fmt: skip


class TestLimits(BontotTestCase):
	def test_what_would_hold_a_worker_is_refused(self) -> None:
		for name, text in TOO_MUCH.items():
			with self.subTest(name), self.assertRefused(TooMuchError):
				limits.require([Call(COMMENT)], {"content": text})

	def test_what_people_write_is_taken(self) -> None:
		for name, text in LAWFUL.items():
			with self.subTest(name):
				limits.require([Call(COMMENT)], {"content": text})

	def test_control_without_counting_all_is_taken(self) -> None:
		with patch.object(limits, "refuse"), patch.object(limits, "require_flat"):
			for text in (TOO_MUCH["nested"], TOO_MUCH["letters"]):
				limits.require([Call(COMMENT)], {"content": text})

	def test_a_file_is_no_text(self) -> None:
		limits.require(
			[Call("frappe.client.insert")], {"doc": json.dumps({"doctype": "File", "content": "A" * 300_000})}
		)
		with self.assertRefused(TooMuchError):
			limits.require(
				[Call("frappe.client.insert")],
				{"doc": json.dumps({"doctype": "File", "content": "é" * 300_000})},
			)

	def test_lists_of_work_are_short(self) -> None:
		for (door, argument), most in limits.LISTS.items():
			with self.subTest(door, argument=argument):
				for sent in (["x"] * most, json.dumps(["x"] * most)):
					limits.require([Call(door)], {argument: sent})
				for sent in (["x"] * (most + 1), json.dumps(["x"] * (most + 1))):
					with self.assertRefused(TooMuchError):
						limits.require([Call(door)], {argument: sent})

	def test_the_refusal_names_the_field_and_the_limit(self) -> None:
		with self.assertRaisesRegex(TooMuchError, "200000"):
			limits.require([Call(COMMENT)], {"content": TOO_MUCH["letters"]})


class TestReportPages(BontotTestCase):
	def test_a_communes_report_is_set(self) -> None:
		page = report_page.of(
			f"<html><head><style>*{{}}</style></head><body><h2>x</h2><table>{ROWS * 300}</table></body></html>"
		)
		self.assertEqual(page.count("<td>"), 1800)
		self.assertNotIn("style", page)

	def test_what_would_hold_a_worker_is_refused(self) -> None:
		for html in (
			"<table>" + "<tr><td>x</td></tr>" * 6000, "<div>" * 300, f"<table>{ROWS * 700}</table>", "<p>" + "x" * 20_001, "<" * 5_000_000, "x" * 6_000_000,
			"<table><tr>" + "<td></td>" * 26,
		):  # fmt: skip
			with self.subTest(html[:20]), self.assertRefused(TooMuchError):
				report_page.of(html)

	def test_nothing_is_kept_that_makes_a_page_endless(self) -> None:
		page = report_page.of(
			'<div style="height: 9999999mm" class="text-right"><img src="x"><td colspan="999999">1</td></div>'
		)
		self.assertEqual(page, '<div class="text-right">1</div>')
