"""Tests of listings of the framework: they tell one's own and what is in reach, of documents of the framework too."""

from unittest.mock import patch

import frappe
from frappe.core.api import file as file_api
from frappe.desk.doctype.tag import tag
from frappe.desk.form import load
from frappe.tests.utils import patch_hooks
from frappe.utils import add_to_date, global_search, now_datetime

from bontot.guard.query import listings
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase

WORD, FILLER = "zweistein", "einerlei"


class TestListings(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.own, self.stranger = create_test_user("Chủ Nhân"), create_test_user("Người Lạ")
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", self.own)
		create_test_seat(self.tree.commune_cell, "bi_thu_chi_bo", self.stranger)
		self.member = create_test_member(self.tree.cell_a).name

	def both(self, listing) -> tuple[object, object]:
		"""Return what the owner and what a stranger of another branch is told."""
		answers = []
		for user in (self.own, self.stranger):
			with self.set_user(user):
				answers.append(listing())
		return answers[0], answers[1]

	def test_the_global_search_finds_what_is_in_reach(self) -> None:
		self.fill_index()
		with self.set_user(self.own):
			todo = frappe.get_doc({"doctype": "ToDo", "description": WORD, "allocated_to": self.own}).insert()
		self.index("ToDo", todo.name)
		self.index("Contact", "x")
		own, stranger = self.both(lambda: listings.search_everywhere(WORD))
		self.assertEqual(([hit["name"] for hit in own], stranger), ([todo.name], []))
		own, stranger = self.both(lambda: listings.search_everywhere(WORD, doctype="ToDo"))
		self.assertEqual((len(own), stranger), (1, []))
		with self.subTest("control: the framework's tells the stranger"):
			self.assertTrue(self.both(lambda: global_search.search(WORD, doctype="ToDo"))[1])

	def fill_index(self) -> None:
		"""A table of its own kind: what is in half of its rows is found in none, and nothing of it is rolled back."""
		self.addCleanup(
			frappe.db.sql,
			"delete from `__global_search` where name like %s or content like %s",
			(f"{FILLER}%", f"%{WORD}%"),
		)
		for number in range(40):
			self.index("ToDo", f"{FILLER}-{number}", FILLER)

	def index(self, doctype: str, name: str, word: str = WORD) -> None:
		frappe.db.sql(
			"insert into `__global_search` (doctype, name, content, published) values (%s, %s, %s, 0)"
			" on duplicate key update content = values(content)",
			(doctype, name, f"Description : {word}"),
		)

	def test_what_is_found_stands_behind_many_that_are_not_in_reach(self) -> None:
		self.fill_index()
		for number in range(8):
			self.index("ToDo", f"{WORD}-{number}")
		with self.set_user(self.own):
			todo = frappe.get_doc({"doctype": "ToDo", "description": "x", "allocated_to": self.own}).insert()
		self.index("ToDo", todo.name)
		with patch.object(listings, "PAGE", 5):
			found = self.both(lambda: listings.search_everywhere(WORD, limit=5))
		self.assertEqual([[hit["name"] for hit in hits] for hits in found], [[todo.name], []])

	def test_tags_are_told_with_the_documents_that_bear_them(self) -> None:
		word = f"{WORD}, đồng chí A"
		with self.set_user(self.own):
			note = frappe.get_doc({"doctype": "Note", "title": WORD}).insert()
			tag.add_tag(f"{WORD} của hồ sơ", "Party Member", self.member)
			tag.add_tag(f"{WORD} riêng", "Note", note.name)
		for told in (
			lambda: tag.get_tags("Party Member", WORD),
			lambda: [one for one in tag.get_tags_list_for_awesomebar() if WORD in one],
			lambda: frappe.get_list("Tag", {"name": ("like", f"%{WORD}%")}, pluck="name"),
			lambda: frappe.get_list("Tag Link", {"tag": ("like", f"%{WORD}%")}, pluck="name"),
		):
			own, stranger = self.both(told)
			self.assertEqual((len(own), stranger), (2, []), word)
		for name in ("của hồ sơ", "riêng"):
			own, stranger = self.both(lambda name=name: tag.get_documents_for_tag(f"#{WORD} {name}"))
			self.assertEqual((len(own), stranger), (1, []))
		doc = frappe.get_doc("Tag", f"{WORD} riêng")
		own, stranger = self.both(lambda: bool(doc.has_permission("read")))
		self.assertEqual((own, stranger), (True, False))
		with self.subTest("a colleague in reach reads the document's tag, not the one of a private note"):
			colleague = create_test_user()
			create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", colleague)
			with self.set_user(colleague):
				self.assertEqual(tag.get_tags("Party Member", WORD), [f"{WORD} của hồ sơ"])
		with self.subTest("control: without the rule everybody is told"):
			hooks = frappe.get_hooks("permission_query_conditions")
			kept = {kind: hooks[kind] for kind in hooks if kind not in ("Tag", "Tag Link")}
			with patch_hooks({"permission_query_conditions": kept}):
				self.assertEqual(len(self.both(lambda: tag.get_tags("Party Member", WORD))[1]), 2)

	def test_folders_of_the_file_manager_are_their_maker_s(self) -> None:
		with self.set_user(self.own):
			folder = file_api.create_new_folder(WORD, "Home")
		names = lambda: {row["name"] for row in file_api.get_files_in_folder("Home", 0, 500)["files"]}  # noqa: E731
		own, stranger = self.both(names)
		self.assertEqual((folder.name in own, folder.name in stranger), (True, False))
		self.assertIn("Home/Attachments", stranger)
		own, stranger = self.both(lambda: bool(folder.has_permission("read")))
		self.assertEqual((own, stranger), (True, False))
		self.assertTrue(self.both(lambda: frappe.get_doc("File", "Home").has_permission("write"))[0])

	def test_files_of_private_notes_are_their_owner_s(self) -> None:
		with self.set_user(self.own):
			note = frappe.get_doc({"doctype": "Note", "title": WORD}).insert()
		file = frappe.get_doc({
			"doctype": "File", "file_name": f"{WORD}.txt", "file_url": f"/private/files/{WORD}.txt", "is_private": 1,
			"attached_to_doctype": "Note", "attached_to_name": note.name, "folder": "Home", "name": WORD,
		})  # fmt: skip
		file.db_insert()  # an administrator's
		told = lambda: frappe.get_list("File", {"file_name": f"{WORD}.txt"}, pluck="name")  # noqa: E731
		self.assertEqual(self.both(told), ([file.name], []))
		note.db_set("public", 1)
		self.assertEqual(self.both(told), ([file.name], [file.name]))

	def test_viewers_are_named_within_reach(self) -> None:
		asked = [self.own, self.stranger, "Administrator", "khong-co@thu.example"]
		with self.set_user(self.own):
			told = listings.get_user_info_for_viewers(asked)
			bare = load.get_user_info_for_viewers(frappe.as_json(asked))
		self.assertEqual(told[self.own]["fullname"], "Chủ Nhân")
		for name in (self.stranger, "Administrator", "khong-co@thu.example"):
			self.assertEqual(
				told[name], {"fullname": name, "name": name, "image": None, "email": None, "time_zone": None}
			)
		self.assertEqual(bare[self.stranger]["fullname"], "Người Lạ", "control")

	def test_a_log_of_prints_is_written_of_documents_in_reach(self) -> None:
		def logged() -> int:
			before = frappe.db.count("Access Log")
			listings.make_access_log("Party Member", self.member, page="print")
			return frappe.db.count("Access Log") - before

		self.assertEqual(self.both(logged), (1, 0))
		with self.set_user(self.own):
			nothing = ({}, {"doctype": "", "filters": []})
			foreign = ({"doctype": "Web Page"}, {"document": self.member}, {"report_name": "Không Có"})
			for values in (*nothing, *foreign):
				before = frappe.db.count("Access Log")
				self.assertIsNone(listings.make_access_log(**values))
				self.assertEqual(frappe.db.count("Access Log"), before, values)

	def test_reminders_hang_on_documents_in_reach(self) -> None:
		def remind() -> str:
			return frappe.get_doc({
				"doctype": "Reminder", "description": "x", "remind_at": add_to_date(now_datetime(), days=1),
				"reminder_doctype": "Party Member", "reminder_docname": self.member,
			}).insert().name  # fmt: skip

		with self.set_user(self.own):
			name = remind()
		with self.set_user(self.stranger), self.assertRefused(frappe.PermissionError):
			remind()
		told = lambda: frappe.get_list("Reminder", {"name": name}, pluck="name")  # noqa: E731
		self.assertEqual(self.both(told), ([name], []))

	def test_letter_heads_are_not_in_the_boot(self) -> None:
		standard = {"default_letter_head_content": "<b>x</b>"}
		bootinfo = {
			"letter_heads": {"x": {"header": "<b>x</b>"}},
			"sysdefaults": {**standard, "country": "Vietnam"},
			"user": {"defaults": {**standard}},
		}
		with self.set_user(self.own):
			listings.leave_away_letter_heads(bootinfo)
		emptied = {"letter_heads": {}, "sysdefaults": {"country": "Vietnam"}, "user": {"defaults": {}}}
		self.assertEqual(bootinfo, emptied)
