"""Tests of the cleaning of stored texts, by whatever writes them; each with the wall off as its control."""

import json
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import frappe
from frappe.desk.form import assign_to
from frappe.desk.form.utils import add_comment, update_comment
from frappe.utils import html_utils

from bontot.guard.payload import markup, stored
from bontot.organization.testing import create_test_member, create_test_tree
from bontot.tests.case import BontotTestCase

RUNS = '<img src="x" onerror="ran(1)"><span class="mention" data-id="a@b.vn" data-value="&lt;img src=x onerror=ran(1)&gt;">x</span>'
HEARD = "ran(1)"


@contextmanager
def wall_off():
	"""Store what was sent as it is: the control of every test here."""
	with ExitStack() as stack:
		stack.enter_context(patch.object(stored, "cleaned", lambda _doctype, _field, value: value))
		stack.enter_context(patch.object(markup, "clean", lambda html: html))
		yield


class TestStored(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		stored.stand_around()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a)

	def ways(self) -> dict[str, Callable[[], str]]:
		"""Every way by which a row is written, each answering with what the row then holds."""
		return {
			"insert": lambda: self.kept("Note", "content", self.note().name),
			"save": self.by_save,
			"title of a note": lambda: self.kept(
				"Note", "title", self.note(title=f"x {RUNS[:100]}", content="x").name
			),
			"db_set": self.by_db_set,
			"set_value": self.by_set_value,
			"set_value of several": lambda: self.by_set_value(several=True),
			"past validation": self.past_validation,
			"controller": self.by_controller,
			"add_comment": lambda: (
				self.comment().content and self.kept("Comment", "content", self.comment().name)
			),
			"update_comment": self.by_update_comment,
			"assignment": self.by_assignment,
			"event": lambda: self.kept("Event", "description", self.event().name),
			"notice": self.by_notice,
			"a plain field of ours": self.by_member,
			"JSON within a text": lambda: self.kept(
				"Note", "content", self.note(content=json.dumps(RUNS)).name
			),
			"JSON in a plain field": self.by_json,
		}

	def test_nothing_that_runs_is_stored_by_any_way(self) -> None:
		for name, way in self.ways().items():
			with self.subTest(name):
				kept = way()
				self.assertTrue(kept)
				self.assertNotRegex(kept, r"<[a-zA-Z/!?][^>]*ran\(")
				self.assertNotRegex(kept, r"<[a-z][^>]*data-value=.&lt;")

	def test_control_with_the_wall_off_it_is(self) -> None:
		for name, way in self.ways().items():
			with self.subTest(name), wall_off():
				self.assertRegex(way(), r"<[a-zA-Z/!?][^>]*(?:ran\(|onerror)")

	def test_words_of_a_plain_field_all_stay(self) -> None:
		note = self.note(title="Thu < 5 & <b>chi</b> > 3", content="x")
		self.assertEqual(note.title, "Thu < 5 & < b>chi< /b> > 3")
		note.save()
		self.assertEqual(note.title, "Thu < 5 & < b>chi< /b> > 3", "a second time nothing is set apart")

	def test_what_administrators_write_for_others_stays(self) -> None:
		head = frappe.get_doc(
			doctype="Letter Head", letter_head_name=frappe.generate_hash(length=8), source="HTML"
		)
		head.content = '<div class="row" style="display: flex"><style>p { margin: 0 }</style></div>'
		head.insert()
		self.assertIn("<style>", self.kept("Letter Head", "content", head.name))
		with self.set_user("Guest"):
			self.assertNotIn("<style>", stored.cleaned("Letter Head", "content", head.content))

	def test_code_is_left_alone(self) -> None:
		self.assertEqual(stored.cleaned("Print Format", "html", RUNS), RUNS)
		self.assertEqual(stored.cleaned("Version", "data", json.dumps(RUNS)), json.dumps(RUNS))

	def test_a_key_that_is_there_twice_hides_nothing(self) -> None:
		kept = stored.cleaned("Note", "title", '{"a": "<img src=x>", "a": "b", "\\u003cimg src=x>": 1}')
		self.assertEqual(json.loads(kept), {"a": "b", "< img src=x>": 1})

	def test_what_no_longer_fits_is_refused_by_its_field(self) -> None:
		with self.assertRefused(stored.TextDoesNotFitError):
			self.note(title="<a" * 60, content="x")
		self.note(title="<a" * 40, content="x")
		with self.assertRefused(stored.TextDoesNotFitError):
			frappe.get_doc(doctype="Event", subject="ă" * 33_000, starts_on="2026-01-01").insert()

	def test_the_frameworks_own_cleaning_is_ours_wherever_it_is_held(self) -> None:
		self.assertIs(html_utils.sanitize_html, stored.sanitize_html)
		self.assertIs(frappe.utils.sanitize_html, stored.sanitize_html)

	def test_standing_twice_wraps_once(self) -> None:
		before = frappe.model.base_document.BaseDocument.db_insert
		stored.stand_around()
		self.assertIs(frappe.model.base_document.BaseDocument.db_insert, before)

	def kept(self, doctype: str, field: str, name: str) -> str:
		return frappe.db.get_value(doctype, name, field)

	def note(self, title: str | None = None, content: str = RUNS):
		return frappe.get_doc(
			doctype="Note", title=title or frappe.generate_hash(length=8), content=content
		).insert()

	def event(self):
		return frappe.get_doc(doctype="Event", subject="x", starts_on="2026-01-01", description=RUNS).insert()

	def comment(self):
		return add_comment("Party Member", self.member.name, RUNS, "Administrator", "x")

	def by_save(self) -> str:
		note = self.note(content="x")
		note.content = RUNS
		note.save()
		return self.kept("Note", "content", note.name)

	def by_db_set(self) -> str:
		note = self.note(content="x")
		note.db_set("content", RUNS)
		return self.kept("Note", "content", note.name)

	def by_set_value(self, several: bool = False) -> str:
		note = self.note(content="x")
		if several:
			frappe.db.set_value("Note", note.name, {"content": RUNS, "public": 0})
		else:
			frappe.db.set_value("Note", note.name, "content", RUNS)
		return self.kept("Note", "content", note.name)

	def past_validation(self) -> str:
		note = frappe.get_doc(doctype="Note", title=frappe.generate_hash(length=8), content=RUNS)
		note.flags.ignore_validate = True
		note.db_insert()
		note.content = f"<p>{RUNS}</p>"
		note.db_update()
		return self.kept("Note", "content", note.name)

	def by_controller(self) -> str:
		"""Let a controller write into a field after every check, and return what is stored."""
		note = self.note(content="x")
		with patch.object(type(note), "validate", lambda doc: doc.set("content", RUNS)):
			note.save()
		return self.kept("Note", "content", note.name)

	def by_update_comment(self) -> str:
		name = add_comment("Party Member", self.member.name, "x", "Administrator", "x").name
		update_comment(name, RUNS)
		return self.kept("Comment", "content", name)

	def by_assignment(self) -> str:
		member = create_test_member(self.tree.cell_a)
		assign_to.add(
			{
				"assign_to": ["Administrator"],
				"doctype": "Party Member",
				"name": member.name,
				"description": RUNS,
			}
		)
		return frappe.db.get_value("ToDo", {"reference_name": member.name}, "description")

	def by_notice(self) -> str:
		notice = frappe.get_doc(
			doctype="Notification Log",
			for_user="Administrator",
			type="Alert",
			subject=RUNS,
			email_content=RUNS,
		).insert(ignore_permissions=True)
		return self.kept("Notification Log", "subject", notice.name)

	def by_member(self) -> str:
		member = create_test_member(self.tree.cell_a)
		member.db_set("full_name", RUNS[:100])
		return self.kept("Party Member", "full_name", member.name)

	def by_json(self) -> str:
		found = frappe.get_doc(
			doctype="List Filter",
			filter_name="x",
			reference_doctype="Note",
			filters=json.dumps([["Note", "title", "like", RUNS]]),
		).insert(ignore_permissions=True)
		return self.kept("List Filter", "filters", found.name)
