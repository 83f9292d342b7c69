"""Digests of content: what was sent still says what it said after an upgrade or a site has added fields; what was changed is found."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from bontot.approval.acts.test_documents import OVERLAY, DocumentTestCase
from bontot.approval.core import errors, kinds, verify
from bontot.organization.access import approvable
from bontot.tests.case import BontotTestCase

ROWS = "Overlay Change"
ADDED = (("Data", None), ("Check", 0), ("Float", 0.0), ("Small Text", ""), ("Date", None), ("Link", None))
# A box that is ticked unless somebody says otherwise fills what is there already, and so changes every digest kept of it:
# whoever adds one says in a patch what it holds in what was agreed to. These were there when digests began.
FILLED_FROM_THE_START = {
	("Framework Overlay", "version"),
	("Overlay Change", "for_six_month"),
	("Overlay Change", "for_year"),
	("Overlay Change", "required"),
}


def add_field(doctype: str, number: int, fieldtype: str) -> str:
	"""A Custom Field without its column: a change of the table would commit what the test has made."""
	field = frappe.get_doc(
		doctype="Custom Field",
		dt=doctype,
		fieldname=f"them_{number}",
		label=f"Thêm {number}",
		fieldtype=fieldtype,
		options="Party Organization" if fieldtype == "Link" else None,
	)
	field.set_new_name()
	field.db_insert()
	frappe.clear_cache(doctype=doctype)
	return field.fieldname


class TestContentDigest(DocumentTestCase):
	def tearDown(self) -> None:
		super().tearDown()
		for doctype in (OVERLAY, ROWS):
			frappe.clear_cache(doctype=doctype)

	def test_a_field_that_came_later_voids_nothing(self) -> None:
		self.act(self.secretary, "send")
		sent = approvable.content_digest(self.doc())
		added = [
			(doctype, add_field(doctype, number, fieldtype), value)
			for doctype in (OVERLAY, ROWS)
			for number, (fieldtype, value) in enumerate(ADDED)
		]
		doc = self.doc()
		for doctype, fieldname, value in added:
			(doc if doctype == OVERLAY else doc.changes[0]).set(fieldname, value)
		self.assertTrue(doc.meta.has_field("them_0") and doc.changes[0].meta.has_field("them_0"))
		self.assertEqual(approvable.content_digest(doc), sent)
		kind = kinds.known()[OVERLAY]
		kind.agreed(doc, self.tree.province, now_datetime())
		doc.changes[0].them_0 = "Chữ"
		with self.assertRefused(errors.ContentChangedError):
			kind.agreed(doc, self.tree.province, now_datetime())

	def test_control_what_is_written_into_it_counts(self) -> None:
		for number, (fieldtype, value) in enumerate(
			(("Data", "x"), ("Check", 1), ("Float", 0.5), ("Data", "0"), ("Time", "0:00:00"))
		):
			for doctype in (OVERLAY, ROWS):
				with self.subTest(fieldtype=fieldtype, doctype=doctype):
					fieldname = add_field(doctype, 10 + number, fieldtype)
					doc = self.doc()
					before = approvable.content_digest(doc)
					(doc if doctype == OVERLAY else doc.changes[0]).set(fieldname, value)
					self.assertNotEqual(approvable.content_digest(doc), before)

	def test_every_changed_emptied_or_missing_value_is_found(self) -> None:
		sent = approvable.content_digest(self.doc())
		for change in (
			lambda doc: doc.set("title", "Tên khác"),
			lambda doc: doc.set("decision_number", ""),
			lambda doc: doc.set("valid_to", "2026-12-31"),
			lambda doc: doc.changes[0].set("required", 0),
			lambda doc: doc.changes[0].set("guidance", "Thêm lời"),
			lambda doc: doc.changes[0].set("full_text", None),
			lambda doc: doc.changes.pop(),
			lambda doc: doc.append("changes", {}),
		):
			doc = self.doc()
			change(doc)
			self.assertNotEqual(approvable.content_digest(doc), sent)

	def test_what_is_changed_past_the_forms_is_not_agreed_to_and_later_found(self) -> None:
		self.act(self.secretary, "send")
		frappe.db.savepoint("sent")
		frappe.db.set_value("Overlay Change", {"parent": self.overlay}, "short_text", "Chữ khác")
		with self.assertRefused(errors.ContentChangedError):
			self.act(self.officer, "agree")
		frappe.db.rollback(save_point="sent")
		self.act(self.officer, "agree")
		self.assertEqual(list(verify.check_contents()), [])
		frappe.db.set_value("Overlay Change", {"parent": self.overlay}, "short_text", "Chữ khác")
		self.assertEqual(len(list(verify.check_contents())), 1)


class TestFilledFields(BontotTestCase):
	def test_no_field_of_what_climbs_fills_itself_but_those_there_from_the_start(self) -> None:
		found = set()
		for kind in kinds.documents():
			meta = frappe.get_meta(kind.doctype)
			for one in (meta, *(frappe.get_meta(field.options) for field in meta.get_table_fields())):
				found |= {
					(one.name, field.fieldname)
					for field in one.fields
					if field.default not in (None, "", "0")
					and field.fieldname not in approvable.COLUMNS
					and not field.get("is_custom_field")
				}
		self.assertEqual(found, FILLED_FROM_THE_START)
