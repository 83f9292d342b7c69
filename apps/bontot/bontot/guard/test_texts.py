"""Tags that people hang on documents come in plain: the framework's lists write them into attributes."""

import json

import frappe

from bontot.guard import texts
from bontot.guard.targets import Call
from bontot.tests.case import BontotTestCase

SCRIPT = 'Gấp" onmouseover="x'
TAG, TAGS = "bontot.organization.tags.add_tag", "frappe.desk.doctype.tag.tag.add_tags"


class TestTags(BontotTestCase):
	def test_a_tag_has_no_mark_that_ends_an_attribute(self) -> None:
		form = frappe._dict(tag=SCRIPT + "<b>", dt="Meeting", dn="x")
		texts.clean([Call(TAG)], form)
		self.assertEqual(form.tag, "Gấp onmouseover=xb")

	def test_nor_has_one_of_several_as_text_or_as_they_are(self) -> None:
		for sent in (json.dumps([SCRIPT, "Xong"]), [SCRIPT, "Xong"]):
			form = frappe._dict(tags=sent, dt="Meeting", docs='["x"]')
			texts.clean([Call(TAGS)], form)
			self.assertEqual(json.loads(form.tags), ["Gấp onmouseover=x", "Xong"])
			self.assertEqual(form.docs, '["x"]')

	def test_what_cannot_be_read_is_left_to_the_framework_and_other_doors_as_they_are(self) -> None:
		form = frappe._dict(tags="[", tag=SCRIPT)
		texts.clean([Call("frappe.desk.doctype.tag.tag.get_tags")], form)
		self.assertEqual(form, {"tags": "[", "tag": SCRIPT})
		texts.clean([Call(TAGS)], form)
		self.assertEqual(form.tags, "[")
