"""Files and what else hangs on an organisation's documents."""

import base64
from unittest.mock import patch

import frappe
from frappe.desk import notifications
from frappe.desk.form import load
from frappe.desk.search import get_link_title as stock_link_title

from bontot.guard.files.judged_file import JudgedFile
from bontot.guard.query import search
from bontot.guard.query.follow import FOLLOWERS
from bontot.organization import access
from bontot.organization.errors import (
	ActiveFileError,
	FileContentError,
	FileNotReadableError,
	PublicFileError,
)
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase


class TestFollowers(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a)
		self.own = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.stranger = create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user

	def upload(self, **values):
		values.setdefault("is_private", 1)
		values.setdefault("attached_to_doctype", "Party Member")
		values.setdefault("attached_to_name", self.member.name)
		content = f"lý lịch {frappe.generate_hash(length=8)}"
		doc = frappe.get_doc({"doctype": "File", "file_name": "ly-lich.txt", "content": content, **values})
		return doc.insert()

	def test_a_file_follows_its_document(self):
		file = self.upload()
		for user, readable in ((self.own, True), (self.stranger, False)):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(frappe.get_doc("File", file.name).has_permission("read"), readable)
				self.assertEqual(frappe.get_doc("File", file.name).is_downloadable(), readable)
				self.assertEqual(bool(frappe.get_list("File", filters={"name": file.name})), readable)

	def test_a_name_begins_no_attribute(self):
		for user in (self.own, "Administrator"):
			with self.subTest(user), self.set_user(user):
				name = f'a" onanimationstart=ran(1) {frappe.generate_hash(length=6)} .txt'
				file = self.upload(file_name=name)
				self.assertFalse(set('"<>`') & set(file.file_name), file.file_name)
				self.assertTrue(file.exists_on_disk())
				if user == self.own:
					self.assertFalse(set('"<>`') & set(file.file_url), file.file_url)

	def test_what_administrators_upload_is_judged_too(self):
		manager = create_test_user()
		frappe.get_doc("User", manager).add_roles("System Manager")
		for user in ("Administrator", manager):
			uploaded = patch.object(frappe.local, "request", object(), create=True)
			with self.subTest(user), self.set_user(user), uploaded:
				for name, content in (
					("a.svg", "<svg/>"),
					("a.pdf", "<html>"),
					("a.zip", "PK"),
					("a.csv", "<script>"),
				):
					with self.subTest(name), self.assertRefused(FileContentError):
						frappe.get_doc(doctype="File", file_name=name, content=content, is_private=1).insert()
				table = frappe.get_doc(
					doctype="File", file_name="nhap.csv", content="ten,ma\nA,1\n", is_private=1
				).insert()
				self.assertTrue(table.exists_on_disk())
		with self.subTest("control: what nobody uploads"):
			frappe.get_doc(doctype="File", file_name="a.json", content="{}", is_private=1).insert()

	def test_even_its_owner_loses_a_file_with_the_document(self):
		with self.set_user(self.own):
			file = self.upload()
		seat = frappe.get_doc("Seat", {"user": self.own})
		seat.to_date = "2021-01-01"
		seat.save()
		with self.set_user(self.own):
			self.assertFalse(frappe.get_doc("File", file.name).has_permission("read"))

	def test_nobody_attaches_to_what_he_may_not_write(self):
		with self.set_user(self.stranger), self.assertRefused(frappe.PermissionError):
			self.upload()
		overseer = create_test_seat(self.tree.body, "theo_doi").user
		with self.set_user(overseer), self.assertRefused(frappe.PermissionError):
			self.upload()

	def test_a_public_file_is_refused(self):
		with self.set_user(self.own), self.assertRefused(PublicFileError):
			self.upload(is_private=0)
		file = self.upload()
		with self.set_user(self.own):
			doc = frappe.get_doc("File", file.name)
			doc.is_private = 0
			with self.assertRefused(PublicFileError):
				doc.save()
			self.assertTrue(frappe.get_doc("File", file.name).exists_on_disk())

	def test_what_a_person_uploads_is_private_whatever_it_hangs_on(self):
		loose = {"attached_to_doctype": None, "attached_to_name": None}
		with self.set_user(self.own):
			with self.assertRefused(PublicFileError):
				self.upload(**loose, is_private=0)
			file = self.upload(**loose)
			file.is_private = 0
			with self.assertRefused(PublicFileError):
				file.save()
		self.assertFalse(self.upload(**loose, is_private=0).is_private)  # an administrator may

	def test_what_a_browser_would_run_is_not_taken(self):
		with self.set_user(self.own):
			for name in ("trang.html", "ANH.SVG", "a.pdf.htm", "x.xml "):
				with self.subTest(name), self.assertRefused(ActiveFileError):
					self.upload(attached_to_doctype=None, attached_to_name=None, file_name=name)

	def test_an_upload_is_what_its_name_says(self):
		page = "<!doctype html><script>alert(1)</script>"
		with self.set_user(self.own):
			for name, content in (
				("a.pdf", page),
				("a.txt", page),
				("a.exe", "MZ"),
				("a.zip", "PK"),
				("a", "x"),
			):
				with self.subTest(name), self.assertRefused(FileContentError):
					self.upload(file_name=name, content=content)
			encoded = base64.b64encode(page.encode()).decode()
			for content in (encoded, f"data:text/plain;base64,{encoded}"):
				with self.subTest(content), self.assertRefused(FileContentError):
					self.upload(content=content, decode=True)
			plain = base64.b64encode(b"l\xc3\xbd l\xe1\xbb\x8bch").decode()
			self.assertTrue(self.upload(content=plain, decode=True).exists_on_disk())
		self.assertTrue(self.upload(content=page).exists_on_disk(), "an administrator may")

	def test_no_other_way_of_writing_an_address_opens_a_private_file(self):
		file = self.upload()
		name = file.file_url.rpartition("/")[2]
		written = (
			f"%2Fprivate/files/{name}", f"/private/files/%2e/{name}", f"/private/files/./{name}", f"//private/files/{name}",
			f"/private//files/{name}", f"/files/../private/files/{name}", f"{frappe.utils.get_url()}{file.file_url}",
			f"http://evil.example/private/files/{name}", f"/private\\files/{name}", f"private/files/{name}", name,
			"/private/files/guessed.txt", "file:///etc/passwd",
		)  # fmt: skip
		with self.set_user(self.stranger):
			for url in written:
				copy = {"doctype": "File", "file_name": "x.txt", "file_url": url, "is_private": 1}
				with self.subTest(url), self.assertRefused(FileNotReadableError):
					frappe.get_doc(copy).insert()
				with self.subTest(url, with_content=True), self.assertRefused(FileNotReadableError):
					frappe.get_doc({**copy, "content": "x"}).insert()
			with self.subTest("by the name alone"), self.assertRefused(FileNotReadableError):
				frappe.get_doc({"doctype": "File", "file_name": name, "is_private": 1}).insert()
			with (
				patch.object(JudgedFile, "take_address"),
				self.subTest("control: the framework reads what lies there"),
			):
				copy = frappe.get_doc({"doctype": "File", "file_name": name, "is_private": 1}).insert()
				self.assertEqual(frappe.get_doc("File", copy.name).get_content(), file.get_content())
			own = frappe.get_doc(
				{"doctype": "File", "file_name": "x.txt", "is_private": 1, "content": "own"}
			).insert()
			for url in written:
				own.reload()
				own.file_url = url
				with self.subTest(url, changed=True), self.assertRefused(FileNotReadableError):
					own.save()

	def test_an_address_written_down_opens_nothing(self):
		file = self.upload()
		with self.set_user(self.stranger):
			copy = {"doctype": "File", "file_name": "x.txt", "file_url": file.file_url, "is_private": 1}
			with self.assertRefused(FileNotReadableError):
				frappe.get_doc(copy).insert()
			meeting = {
				"doctype": "Meeting",
				"organization": self.tree.other_cell,
				"meeting_kind": "Cell Regular",
				"meeting_date": "2026-11-03",
				"title": "Sinh hoạt",
				"minutes_file": file.file_url,
			}
			with self.assertRefused(FileNotReadableError):
				frappe.get_doc(meeting).insert()

	def test_comments_versions_and_the_rest_follow(self):
		made = {
			"Comment": {"comment_type": "Comment", "content": "…"},
			"Version": {"data": "{}"},
			"Communication": {"subject": "…", "content": "…", "communication_type": "Communication"},
			"ToDo": {"description": "…"},
			"Tag Link": {"tag": "x"},
			"Document Follow": {},
			"Reminder": {"description": "…"},
		}
		for doctype, values in made.items():
			kind, name = FOLLOWERS[doctype]
			values = {**values, kind: "Party Member", name: self.member.name}
			values["name"] = "2000000000"  # some of them are numbered, and the others take it too
			doc = frappe.get_doc({"doctype": doctype, **values})
			doc.db_insert()
			for user in (self.own, self.stranger):
				with self.subTest(doctype, user=user), self.set_user(user):
					decided = frappe.get_attr("bontot.guard.query.follow.may_access")(doc, "read", user)
					self.assertIs(decided, None if user == self.own else False)
					condition = frappe.get_attr(frappe.get_hooks("permission_query_conditions")[doctype][-1])(
						user
					)
					query = f"select count(*) from `tab{doctype}` where name = %s and ({condition})"  # our own condition
					self.assertEqual(frappe.db.sql(query, (doc.name,))[0][0], int(user == self.own))

	def test_the_form_with_its_timeline_is_refused_as_a_whole(self):
		with self.set_user(self.stranger), self.assertRefused(frappe.PermissionError):
			load.getdoc("Party Member", self.member.name)

	def test_titles_of_what_is_out_of_reach_are_not_told(self):
		self.assertEqual(stock_link_title("Party Member", self.member.name), self.member.full_name)
		with self.set_user(self.own):
			self.assertEqual(search.get_link_title("Party Member", self.member.name), self.member.full_name)
			self.assertNotEqual(
				search.get_link_title("Party Organization", self.tree.province),
				self.tree.province,
				"an ancestor's name",
			)
		with self.set_user(self.stranger):
			self.assertEqual(search.get_link_title("Party Member", self.member.name), self.member.name)
			self.assertEqual(search.get_link_title("Party Organization", self.tree.cell_a), self.tree.cell_a)

	def test_global_search_holds_nothing_of_ours(self):
		"""The framework's global search asks no permission at all."""
		for doctype in access.RULES:
			with self.subTest(doctype):
				self.assertEqual(frappe.get_meta(doctype).get_global_search_fields(), [])

	def test_every_scoped_doctype_has_both_hooks(self):
		lists, documents = frappe.get_hooks("permission_query_conditions"), frappe.get_hooks("has_permission")
		for doctype in (*access.SCOPED, *FOLLOWERS):
			with self.subTest(doctype):
				self.assertTrue(any("bontot." in door for door in lists.get(doctype, [])))
				self.assertTrue(any("bontot." in rule for rule in documents.get(doctype, [])))
		for child in access.RULES.keys() - access.SCOPED:
			self.assertIn(child, lists)

	def test_every_doctype_of_the_app_is_decided_about(self):
		"""Whoever adds a doctype or a table meets this test."""
		modules = frappe.get_all("Module Def", filters={"app_name": "bontot"}, pluck="name")
		found = frappe.get_all(
			"DocType", filters={"module": ("in", modules), "issingle": 0}, fields=["name", "istable"]
		)
		undecided = {
			row.name
			for row in found
			if not (access.rules_rows(row.name) if row.istable else access.is_scoped(row.name))
		}
		self.assertEqual(undecided, set())

	def test_what_hangs_on_a_master_is_for_those_who_read_masters(self):
		level = frappe.get_all("Organization Level", pluck="name", limit=1)[0]
		file = self.upload(attached_to_doctype="Organization Level", attached_to_name=level)
		outsider = create_test_user()
		for user, seen in ((self.own, True), (outsider, False)):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(bool(frappe.get_list("File", filters={"name": file.name})), seen)
				self.assertEqual(frappe.get_doc("File", file.name).has_permission("read"), seen)
		with (
			self.set_user(self.own),
			self.assertRefused(frappe.PermissionError),
		):  # masters are the Commission's to change
			self.upload(attached_to_doctype="Organization Level", attached_to_name=level)

	def test_a_file_is_not_taken_over_by_hanging_it_elsewhere(self):
		"""Judged by the stored row too: a stranger names his own document as the new one."""
		file = self.upload()
		theirs = create_test_member(self.tree.other_cell)
		with self.set_user(self.stranger):
			doc = frappe.get_doc("File", file.name)
			doc.attached_to_name = theirs.name
			self.assertFalse(doc.has_permission("write"))
			self.assertFalse(doc.has_permission("read"))
		with self.set_user(create_test_seat(self.tree.province, "can_bo_btc_tinh").user):
			doc = frappe.get_doc("File", file.name)
			doc.attached_to_name = theirs.name
			self.assertTrue(doc.has_permission("write"))  # control: both places are the Commission's

	def test_counts_of_what_hangs_on_an_organization_above_keep_to_the_scope(self):
		"""The name of a body above is readable; how many members, seats and meetings it has is not."""
		above = self.tree.province
		officer = create_test_seat(above, "can_bo_btc_tinh").user

		def counts(user: str, of=search.get_open_count) -> dict[str, int]:
			with self.set_user(user):
				rows = of("Party Organization", above, None)["count"]
			rows = rows if isinstance(rows, list) else rows["external_links_found"]
			return {row.get("doctype") or row["name"]: row["count"] for row in rows}

		self.assertGreater(counts(officer)["Seat"], 0)
		reached = {linked: count for linked, count in counts(self.own).items() if count}
		self.assertEqual(reached, {"Party Organization": 1})  # the one on the way down to the own cell
		self.assertGreater(
			counts(self.own, notifications.get_open_count)["Seat"], 0
		)  # control: the framework's
		with self.set_user(self.own):
			self.assertNotIn("User", str(search.get_open_count("Party Organization", above, '["User"]')))

	def test_tagged_documents_and_heatmaps_keep_to_the_scope(self):
		frappe.db.set_value("Party Member", self.member.name, "_user_tags", ",thu-nhan")
		chart = {
			"document_type": "Party Member",
			"chart_type": "Count",
			"type": "Heatmap",
			"based_on": "creation",
		}
		chart["filters_json"] = frappe.as_json([["Party Member", "name", "=", self.member.name]])
		for user, seen in ((self.own, 1), (self.stranger, 0)):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(len(search.get_tagged_docs("Party Member", "%thu-nhan%")), seen)
				drawn = search.get_chart(chart=frappe.as_json(chart), no_cache=1)
				self.assertEqual(sum(drawn["dataPoints"].values()), seen)
