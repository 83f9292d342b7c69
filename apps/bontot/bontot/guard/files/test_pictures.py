"""Pictures that are none, sent as files and within texts, by people and by administrators: refused, never a failure."""

import base64
import io
import struct
import sys
from functools import cached_property
from unittest.mock import Mock, patch

import frappe
from frappe.core.doctype.file import utils
from frappe.desk.form import utils as form_utils
from frappe.desk.form.utils import update_comment
from PIL import Image

from bontot import file_kinds
from bontot.arguments import ArgumentError
from bontot.guard.files import judged_file, text_pictures, uploads
from bontot.organization.errors import FileContentError, FileNameError, FileNotReadableError
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase

NO_JPEG = b"\xff\xd8\xff\xe0" + b"x" * 500


def picture(form: str = "JPEG", size: tuple[int, int] = (8, 8)) -> bytes:
	kept = io.BytesIO()
	Image.new("RGB", size, "white").save(kept, form)
	return kept.getvalue()


def huge() -> bytes:
	"""Some hundred bytes that say they are a picture of 81 million dots."""
	small = picture()
	at = small.find(b"\xff\xc0") + 5
	return small[:at] + struct.pack(">HH", 9000, 9000) + small[at + 4 :]


def encoded(content: bytes) -> str:
	return base64.b64encode(content).decode()


class PictureCase(BontotTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.enterContext(patch.object(frappe.local, "request", object(), create=True))

	@cached_property
	def tree(self):
		return create_test_tree()

	@cached_property
	def own(self) -> str:
		return create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user

	@cached_property
	def people(self) -> tuple[str, ...]:
		manager = create_test_user()
		frappe.get_doc("User", manager).add_roles("System Manager")
		return self.own, "Administrator", manager


class TestFiles(PictureCase):
	BROKEN = (
		("a.jpg", {"content": encoded(NO_JPEG), "decode": 1}),
		("a.jpg", {"content": encoded(huge()), "decode": 1}),
		("a.png", {"content": encoded(picture("PNG")[:20]), "decode": 1}),
		("a.jpg", {"content": "x", "decode": 1}),
		("a.jpg", {"content": "không phải ảnh"}),
		("a.jpg", {"content": {"a": 1}}),
		("a.jpg", {"content": ["x"], "decode": 1}),
		("a.jpg", {"content": 1}),
	)

	def file(self, name: str, **values):
		return frappe.get_doc({"doctype": "File", "file_name": name, "is_private": 1, **values})

	def test_what_cannot_be_opened_is_refused_whoever_sends_it(self):
		before = frappe.db.count("File")
		for user in self.people:
			for name, values in self.BROKEN:
				with self.subTest(user, values=str(values)[:40]), self.set_user(user):
					with self.assertRefused(FileContentError):
						self.file(name, **values).insert()
		self.assertEqual(frappe.db.count("File"), before)
		for user in self.people:
			with self.set_user(user):
				for form, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("GIF", "a.gif"), ("WEBP", "a.webp")):
					content = picture(form) + frappe.generate_hash(length=8).encode()
					self.assertTrue(self.file(name, content=content).insert().exists_on_disk(), name)

	def test_control_the_framework_falls_over_it(self):
		with patch.object(uploads, "judge_before_writing"), self.assertRaises(OSError):
			self.file("a.jpg", content=NO_JPEG).insert()

	def test_nor_may_what_skips_every_rule_bring_one(self):
		with self.set_user(self.own), self.assertRefused(FileContentError):
			self.file("a.jpg", content=NO_JPEG).insert(ignore_permissions=True)  # even so it is refused

	def test_a_name_fits_the_disk(self):
		for user in self.people:
			for name in (f"{'a' * 140}.txt", f"{'ộ' * 100}.txt"):
				with (
					self.subTest(user, name=name[:3]),
					self.set_user(user),
					self.assertRefused(FileNameError),
				):
					self.file(name, content="x").insert()
			with self.set_user(user):
				made = self.file(f"{'ộ' * 70}\0\n.txt", content=frappe.generate_hash(length=8)).insert()
				self.assertTrue(made.exists_on_disk())
				self.assertNotIn("\0", made.file_name)

	def test_a_photograph_is_kept_as_the_camera_was_held(self):
		exif = Image.Exif()
		exif[0x0112] = 6  # to be turned by 90°
		kept = io.BytesIO()
		Image.new("RGB", (60, 40), "white").save(kept, "JPEG", exif=exif)
		file = frappe.get_doc(
			doctype="File", file_name="anh.jpg", content=kept.getvalue(), is_private=1
		).insert()
		with Image.open(file.get_full_path()) as made:
			self.assertEqual((made.size, dict(made.getexif())), ((40, 60), {}))

	def test_only_a_picture_that_is_there_is_made_smaller(self):
		self.assertIs(type(frappe.get_doc(doctype="File")), judged_file.JudgedFile)
		text = self.file("a.txt", content=frappe.generate_hash(length=8)).insert()
		broken = self.file("b.png", content=picture("PNG", (900, 900))).insert()
		with open(broken.get_full_path(), "wb") as kept:
			kept.write(NO_JPEG)
		gone = self.file("c.png", content=picture("PNG", (901, 901))).insert()
		frappe.db.set_value("File", gone.name, "file_url", "/private/files/there-is-none.png")
		for name, error in (
			(text.name, FileContentError), (broken.name, FileContentError), (gone.name, FileNotReadableError),
		):  # fmt: skip
			with self.subTest(name), self.assertRefused(error):
				frappe.get_doc("File", name).optimize_file()

	def test_an_upload_is_made_smaller_only_where_that_can_be_done(self):
		form = frappe._dict(optimize="1", max_width="100")
		uploads.hold_to_pictures(form, "a.heic")
		self.assertNotIn("optimize", form)
		form = frappe._dict(optimize="1", max_width="100")
		uploads.hold_to_pictures(form, "a.jpg")
		self.assertEqual(form.optimize, "1")
		for size in ("x", "-1", "1.5", [1]):
			with self.subTest(size), self.assertRefused(ArgumentError):
				uploads.hold_to_pictures(frappe._dict(optimize="1", max_height=size), "a.jpg")


class TestWithinTexts(PictureCase):
	BROKEN = (
		f"image/jpeg;base64,{encoded(NO_JPEG)}", "image/png;base64,x", "image/png;base64,AAAA", "image/png;base64,AAAA,AAAA",
		f"image/png;filename=a.jpg;base64,{encoded(picture('PNG'))}", f"image/png;filename=a.html;base64,{encoded(picture('PNG'))}",
		f"image/png;filename=data:;base64,{encoded(picture('PNG'))}", f"image/jpeg;base64,{encoded(huge())}",
	)  # fmt: skip
	OTHER = (
		"image/png", f"image/svg+xml;base64,{encoded(b'<svg/>')}", f"text/html;base64,{encoded(b'<p>')}",
		f"image/tiff;base64,{encoded(b'II*')}", ",", "",
	)  # fmt: skip

	def setUp(self) -> None:
		super().setUp()
		text_pictures.stand_around()

	@cached_property
	def member(self):
		return create_test_member(self.tree.cell_a)

	def note(self, text: str):
		return frappe.get_doc(
			{"doctype": "Note", "title": frappe.generate_hash(length=8), "content": text}
		).insert()

	def test_what_is_no_picture_is_refused_at_every_door(self):
		for user in self.people:
			for sent in self.BROKEN:
				text = f'<p>x <img alt="y" src="data:{sent}"></p>'
				with self.subTest(user, sent=sent[:40]), self.set_user(user):
					with self.assertRefused(FileContentError):
						self.note(text)
					with self.assertRefused(FileContentError):
						form_utils.add_comment("Party Member", self.member.name, text, user, user)

	def test_what_does_not_call_itself_a_picture_is_nowhere_kept(self):
		for user in self.people:
			for sent in self.OTHER:
				text = f'<p>x <img alt="y" src="data:{sent}"></p>'
				with self.subTest(user, sent=sent[:40]), self.set_user(user):
					note = self.note(text)
					stored = frappe.db.get_value("Note", note.name, "content")
					self.assertIn("x", stored)
					self.assertNotIn("data:", stored)
					with self.assertRefused(FileContentError):
						form_utils.add_comment("Party Member", self.member.name, text, user, user)

	def test_control_the_framework_falls_over_it(self):
		inner = getattr(utils, text_pictures.NAME).__wrapped__
		with patch.object(uploads, "judge_before_writing"), self.assertRaises(OSError):
			inner(frappe.get_doc("User", "Guest"), f'<img src="data:{self.BROKEN[0]}">')

	def test_no_text_is_read_again_for_each_picture_that_begins_in_it(self):
		"""A megabyte of beginnings held a worker for minutes."""
		inner = getattr(utils, text_pictures.NAME).__wrapped__
		for text in (
			"data:" + "<img" * 1000,
			'<img alt="<img">' + "data:",
			"data:<img src='x' <img src='y'>",
		):
			for user in self.people:
				with self.subTest(text[:20]), self.set_user(user), self.assertRefused(FileContentError):
					form_utils.add_comment("Party Member", self.member.name, text, user, user)
		read = Mock(wraps=inner)
		text_pictures.judged(read)(
			self.member, "<img" * 1000
		)  # without one that it holds nothing is looked for
		read.assert_not_called()
		text_pictures.judged(read)(self.member, '<img src="/a.png"> data: <img src="/b.png">')  # control
		read.assert_called_once()

	def test_a_picture_is_kept_private_with_its_document(self):
		for user in self.people:
			with self.set_user(user):
				shade = frappe.utils.random_string(6).encode().hex()[:6]
				kept = io.BytesIO()
				Image.new("RGB", (8, 8), f"#{shade}").save(kept, "PNG")
				sent = f"image/png;filename=anh-{shade}.png;base64,{encoded(kept.getvalue())}"
				note = self.note(f'<p><img src="data:{sent}"></p>')
				self.assertIn("/private/files/anh-", note.content)
				comment = form_utils.add_comment(
					"Party Member", self.member.name, f'<img src="data:image/gif;base64,{encoded(picture("GIF"))}">', user, user,
				)  # fmt: skip
				self.assertIn("/private/files/", comment.content)
				with self.assertRefused(FileContentError):
					update_comment(comment.name, '<img src="data:image/png;base64,AAAA">')

	def test_every_place_that_holds_the_function_holds_ours(self):
		holders = [
			module
			for module in list(sys.modules.values())
			if text_pictures.NAME in getattr(module, "__dict__", {})
		]
		self.assertGreater(len(holders), 1)
		for module in holders:
			self.assertIs(
				vars(module)[text_pictures.NAME], getattr(utils, text_pictures.NAME), module.__name__
			)
		self.assertTrue(getattr(utils.extract_images_from_html, text_pictures.STANDING))

	def test_kinds_are_those_that_are_taken(self):
		self.assertLessEqual(set(text_pictures.KINDS.values()), set(file_kinds.PICTURES))
