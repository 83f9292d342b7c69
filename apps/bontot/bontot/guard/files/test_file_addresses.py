"""A file's bytes stay as private as whoever owned them first made them, whatever takes its address."""

import base64
import io
from contextlib import contextmanager
from unittest.mock import patch

import frappe
from frappe.core.doctype.file import utils
from frappe.core.doctype.file.file import File
from PIL import Image

from bontot.guard.files import text_pictures, uploads
from bontot.guard.files.judged_file import JudgedFile
from bontot.organization.errors import FileNotReadableError, PublicFileError
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase

TEXTS = ("Text", "Small Text", "Long Text", "Text Editor", "HTML Editor", "Code", "Markdown Editor", "JSON")


def picture() -> bytes:
	made = io.BytesIO()
	Image.new("RGB", (8, 8), "red").save(made, "PNG")
	return made.getvalue()


class TestAddresses(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.own = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.stranger = create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user
		self.foreign = self.upload(self.own, attached_to_name=create_test_member(self.tree.cell_a).name)

	def upload(self, user: str, content: bytes = b"l\xc3\xbd l\xe1\xbb\x8bch", **values: object) -> File:
		if "attached_to_name" in values:
			values.setdefault("attached_to_doctype", "Party Member")
		kind = "anh.png" if content.startswith(b"\x89PNG") else "ly-lich.txt"
		with self.set_user(user):
			made = frappe.get_doc(
				{"doctype": "File", "file_name": kind, "content": content, "is_private": 1, **values}
			)
			return made.insert()

	@contextmanager
	def rule_off(self):
		"""The framework alone: what it does with addresses and equal bytes."""
		with (
			patch.object(uploads, "require_readable"),
			patch.dict(frappe.controllers.setdefault(frappe.local.site, {}), {"File": File}),
		):
			yield

	def test_every_attachment_of_every_doctype_asks(self):
		"""Whatever doctype has the field, the app's or the framework's; rows of tables too."""
		asked = 0
		fields = frappe.get_all(
			"DocField",
			filters={"fieldtype": ("in", uploads.ATTACH)},
			fields=["parent", "fieldname"],
			order_by="parent",
		)
		self.assertGreater(len(fields), 30)
		for parent, fieldname in ((field.parent, field.fieldname) for field in fields):
			for doc in self.documents_with(parent, {fieldname: self.foreign.file_url}):
				with self.subTest(parent, field=fieldname, within=doc.doctype), self.set_user(self.stranger):
					with self.assertRefused(FileNotReadableError):
						uploads.require_addresses(doc)
					asked += 1
				with self.subTest(parent, field=fieldname, own=True), self.set_user(self.own):
					uploads.require_addresses(doc)
		self.assertGreater(asked, 30)
		hooks = frappe.get_doc_hooks()["*"]
		for moment in ("before_validate", "before_update_after_submit"):
			self.assertIn("bontot.guard.files.uploads.require_addresses", hooks[moment])

	def documents_with(self, doctype: str, values: dict) -> list:
		"""A new document of a kind; of a table, one of each kind that has it, with such a row."""
		meta = frappe.get_meta(doctype)
		if not meta.istable:
			return [frappe.get_doc({"doctype": doctype, **values})]
		tables = frappe.get_all(
			"DocField",
			filters={"fieldtype": ("in", ("Table", "Table MultiSelect")), "options": doctype},
			fields=["parent", "fieldname"],
		)
		made = []
		for table in tables:
			doc = frappe.new_doc(table.parent)
			doc.append(table.fieldname, values)
			made.append(doc)
		return made

	def test_every_text_of_every_doctype_asks(self):
		fields = frappe.get_all(
			"DocField", filters={"fieldtype": ("in", TEXTS)}, fields=["parent", "fieldname"]
		)
		written = (
			'<p><img src="{}"></p>', "<img embed='{}'>", '<a href="{}?fid=x">', '{{"image": "{}"}}', "<img src={}>",
		)  # fmt: skip
		documents = []
		for number, field in enumerate(fields):
			if (
				field.parent in uploads.REPEATING
				or frappe.get_meta(field.parent).istable
				or field.parent == "File"
			):
				continue
			text = written[number % len(written)].format(self.foreign.file_url)
			doc = frappe.get_doc({"doctype": field.parent, field.fieldname: text})
			if field.parent == "Comment":
				doc.comment_type = "Comment"
			documents.append((field, doc))
		self.assertGreater(len(documents), 100)
		with self.set_user(self.stranger):
			for field, doc in documents:
				with (
					self.subTest(field.parent, field=field.fieldname),
					self.assertRefused(FileNotReadableError),
				):
					uploads.require_addresses(doc)
		with self.set_user(self.own):
			for field, doc in documents:
				with self.subTest(field.parent, field=field.fieldname, own=True):
					uploads.require_addresses(doc)

	def test_saving_asks_and_what_stood_there_before_stays(self):
		with self.set_user(self.stranger):
			note = frappe.get_doc(
				{"doctype": "Note", "title": f"x {frappe.generate_hash(length=6)}"}
			).insert()
			note.content = f'<img src="{self.foreign.file_url}">'
			with self.assertRefused(FileNotReadableError):
				note.save()
		frappe.db.set_value("Note", note.name, "content", note.content)
		with self.set_user(self.stranger):
			note = frappe.get_doc("Note", note.name)
			note.title += " y"
			note.save()  # an administrator wrote it; everything else stays to be changed

	def test_no_row_is_more_public_than_the_file_whose_address_it_takes(self):
		for private in (0, 1):
			row = frappe.get_doc(
				{"doctype": "File", "file_url": self.foreign.file_url, "is_private": private}
			).insert()
			self.assertEqual((row.file_url, row.is_private), (self.foreign.file_url, 1))
			self.assertEqual(frappe.db.get_value("File", row.name, "is_private"), 1)
		row = self.upload("Administrator", b"mine")
		row.is_private, row.file_url = 0, self.foreign.file_url
		with self.assertRaises(Exception):  # noqa: B017  (the framework has a class for each)
			row.save()
		with self.rule_off():
			copy = frappe.get_doc({"doctype": "File", "file_url": self.foreign.file_url}).insert()
			self.addCleanup(copy._delete_file_on_disk)
			self.assertEqual((copy.is_private, copy.file_url[:7]), (0, "/files/"), "control: a public copy")

	def test_what_hangs_itself_on_attachments_takes_the_rule_along(self):
		"""The framework makes these rows with every right: from attachments at save, by amending, for mails."""
		row = {"doctype": "File", "file_url": self.foreign.file_url, "attached_to_doctype": "User"}
		row |= {"attached_to_name": self.stranger, "attached_to_field": "user_image"}
		with self.set_user(self.stranger), self.assertRefused(FileNotReadableError):
			frappe.get_doc(row).insert(ignore_permissions=True)
		with self.set_user(self.own):
			self.assertTrue(frappe.get_doc(row).insert(ignore_permissions=True).is_private)
		with self.set_user(self.stranger), self.rule_off():
			copy = frappe.get_doc({**row, "attached_to_field": "x"}).insert(ignore_permissions=True)
			self.addCleanup(copy._delete_file_on_disk)
			self.assertEqual(copy.get_content(), b"l\xc3\xbd l\xe1\xbb\x8bch".decode(), "control: a copy")

	def test_an_attachment_of_a_document_keeps_its_address(self):
		mine = self.upload(self.stranger, picture())
		user = frappe.get_doc("User", self.stranger)
		user.user_image = mine.file_url
		with self.set_user(self.stranger):
			user.flags.ignore_permissions = True
			user.save()
		rows = frappe.get_all("File", {"attached_to_doctype": "User", "attached_to_name": user.name}, ["*"])
		self.assertEqual([(row.file_url, row.is_private) for row in rows], [(mine.file_url, 1)])
		with self.set_user(self.stranger):
			frappe.get_doc("User", user.name).save(ignore_permissions=True)
		self.assertEqual(frappe.db.count("File", {"file_url": mine.file_url}), 1, "no further row")

	def test_equal_bytes_tell_nothing(self):
		content = f"biên bản {frappe.generate_hash(length=8)}".encode()
		first, second = self.upload(self.own, content), self.upload(self.stranger, content)
		self.assertNotEqual(first.file_url, second.file_url)
		self.assertNotEqual(first.content_hash, second.content_hash)
		self.assertEqual(second.file_name, "ly-lich.txt", "nor is told that the name is taken")
		with self.set_user(self.own):
			first.delete()
		self.assertTrue(first.exists_on_disk(), "what is undone would not bring it back")
		frappe.db.after_commit.run()
		self.assertFalse(first.exists_on_disk())
		self.assertEqual(frappe.get_doc("File", second.name).get_content(), content.decode())
		with self.rule_off():
			third, fourth = self.upload(self.own, content), self.upload(self.stranger, content)
			self.assertEqual(third.file_url, fourth.file_url, "control: one address")
			third._delete_file_on_disk()

	def test_what_ends_an_address_is_in_none(self):
		with self.set_user(self.stranger):
			mine = self.upload(self.stranger, file_name="50% #1? a.txt")
			self.assertEqual(mine.file_name, "50% #1? a.txt")
			self.assertFalse(set("#?%") & set(mine.file_url), mine.file_url)
			uploads.require_readable(mine.file_url, self.stranger)

	def test_one_address_lies_there_until_its_last_row_goes(self):
		mine = self.upload(self.stranger)
		with self.set_user(self.stranger):
			again = frappe.get_doc({"doctype": "File", "file_url": mine.file_url, "is_private": 1}).insert()
			mine.delete()
			frappe.db.after_commit.run()
			self.assertTrue(again.exists_on_disk())
			again.delete()
			frappe.db.after_commit.run()
		self.assertFalse(again.exists_on_disk())

	def test_bytes_stay_for_a_row_that_an_undoing_brings_back(self):
		mine = self.upload(self.stranger)
		frappe.db.savepoint("undone_to_here")
		with self.set_user(self.stranger):
			frappe.get_doc("File", mine.name).delete()
		frappe.db.rollback(save_point="undone_to_here")
		frappe.db.after_commit.run()
		self.assertTrue(mine.exists_on_disk())

	def test_a_published_file_publishes_no_other(self):
		content = f"công khai {frappe.generate_hash(length=8)}".encode()
		mine, theirs = self.upload("Administrator", content), self.upload(self.own, content)
		mine.is_private = 0
		mine.save()
		self.addCleanup(mine._delete_file_on_disk)
		self.assertEqual(
			frappe.db.get_value("File", theirs.name, ("is_private", "file_url")), (1, theirs.file_url)
		)
		shared = frappe.get_doc({"doctype": "File", "file_url": theirs.file_url}).insert()
		shared.is_private = 0
		with self.assertRefused(PublicFileError):
			shared.save()

	def test_no_name_reaches_another_file(self):
		"""The database takes letters for equal that the disk tells apart; an empty address is a name on the disk."""
		mine = self.upload(self.stranger)
		frappe.db.set_value(
			"File",
			mine.name,
			"file_url",
			self.foreign.file_url.upper().replace("/PRIVATE/FILES", uploads.PRIVATE[:-1]),
		)
		with self.set_user(self.stranger), self.assertRefused(FileNotReadableError):
			uploads.require_readable(self.foreign.file_url, self.stranger)
		mine = self.upload(self.stranger)
		with self.set_user(self.stranger):
			mine.file_name, mine.file_url = self.foreign.file_url.rpartition("/")[2], ""
			with self.assertRefused(FileNotReadableError):
				mine.save()
			row = {"doctype": "File", "file_name": self.foreign.file_url.rpartition("/")[2], "is_private": 1}
			with self.assertRefused(FileNotReadableError):
				frappe.get_doc(row).insert(ignore_permissions=True)

	def test_there_is_no_thumbnail_of_a_private_file(self):
		file = self.upload(self.own, picture())
		self.assertIsNone(file.make_thumbnail())
		self.assertIsNone(frappe.db.get_value("File", file.name, "thumbnail_url"))

	def test_making_smaller_leaves_the_bytes_of_others(self):
		file = self.upload(self.own, picture())
		before = file.get_content()
		row = frappe.get_doc({"doctype": "File", "file_url": file.file_url}).insert()
		row.save_file(content=b"smaller", overwrite=True)
		self.assertNotEqual(row.file_url, file.file_url)
		self.assertEqual(frappe.get_doc("File", file.name).get_content(), before)

	def test_whoever_sees_a_person_sees_the_picture(self):
		mine = self.upload(self.own, picture(), attached_to_doctype="User", attached_to_name=self.own)
		frappe.db.set_value("User", self.own, "user_image", mine.file_url)
		above = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		for user, seen in (
			(self.own, True),
			(above, True),
			(self.stranger, False),
			(create_test_user(), False),
		):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(bool(frappe.get_doc("File", mine.name).is_downloadable()), seen)
		frappe.db.set_value("User", self.own, "user_image", None)
		with self.set_user(above):
			self.assertFalse(frappe.get_doc("File", mine.name).is_downloadable(), "a picture no longer shown")

	def test_whoever_lost_the_document_lost_the_address_too(self):
		with self.set_user(self.own):
			self.assertTrue(self.foreign.is_downloadable())
		with self.set_user(self.stranger):
			self.assertFalse(frappe.get_doc("File", self.foreign.name).is_downloadable())
		seat = frappe.get_doc("Seat", {"user": self.own})
		seat.to_date = "2021-01-01"
		seat.save()
		with self.set_user(self.own):
			file = frappe.get_doc("File", self.foreign.name)
			self.assertFalse(file.is_downloadable())
			self.assertTrue(File.is_downloadable(file), "control: the framework asks the owner alone")

	def test_pictures_in_texts_are_ones_own(self):
		with self.set_user(self.stranger):
			mine = self.upload(self.stranger, picture())
			note = {"doctype": "Note", "title": f"x {frappe.generate_hash(length=6)}"}
			content = f'<p><img src="{mine.file_url}"> {uploads.PRIVATE}</p>'
			self.assertTrue(frappe.get_doc({**note, "content": content}).insert())
			sent = f'<img src="data:image/png;base64,{base64.b64encode(picture()).decode()}">'
			kept = text_pictures.judged(utils.extract_images_from_html)(
				frappe.get_doc("Note", {"title": note["title"]}), sent
			)
			self.assertIn(uploads.PRIVATE, kept)

	def test_the_framework_makes_files_by_our_class(self):
		self.assertIsInstance(frappe.new_doc("File"), JudgedFile)
