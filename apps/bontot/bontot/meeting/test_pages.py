"""Photographed pages of the minutes, as the people who take them."""

import io
from pathlib import Path
from unittest import mock

import frappe
from PIL import Image
from pypdf import PdfReader

from bontot.meeting import api, page_pictures, pages, pages_api
from bontot.meeting.doctype.meeting.test_meeting import PDF, create_test_file
from bontot.meeting.errors import MinutesFileError, MinutesPageError, MinutesStandError
from bontot.meeting.test_api import ApiTestCase
from bontot.organization.errors import TargetNotReadableError

COLORS = ("red", "lime", "blue")


def photo(color: str = "red", form: str = "JPEG") -> bytes:
	kept = io.BytesIO()
	Image.new("RGB", (60, 80), color).save(kept, form)
	return kept.getvalue()


class PagesTestCase(ApiTestCase):
	def setUp(self) -> None:
		self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)
		frappe.local.lang = "vi"  # files are named in the language of who makes them
		super().setUp()

	def set_up_data(self) -> None:
		super().set_up_data()
		self.name = self.begin()["name"]

	def upload(self, content: bytes, name: str = "trang.jpg"):
		with self.set_user(self.secretary):
			return create_test_file(content, name)

	def add(self, *colors: str) -> dict:
		answer = {}
		for color in colors:
			file = self.upload(photo(color))
			with self.set_user(self.secretary):
				answer = pages_api.add_page(self.name, file.file_url)
		return answer

	def act(self, method: str, **arguments) -> dict:
		with self.set_user(self.secretary):
			return getattr(pages_api, method)(self.name, **arguments)

	def names(self) -> list[str]:
		return [page["name"] for page in pages.shown(frappe.get_doc("Meeting", self.name))]

	def order(self, url: str) -> list[str]:
		"""The pages of the PDF at `url` by their colour."""
		file = frappe.get_doc("File", {"file_url": url})
		found = []
		for page in PdfReader(file.get_full_path()).pages:
			dot = page.images[0].image.convert("RGB").getpixel((5, 5))
			found.append(COLORS[dot.index(max(dot))])
		return found

	def attached(self) -> list[str]:
		return frappe.get_all("File", {"attached_to_name": self.name}, pluck="file_url")


class TestPages(PagesTestCase):
	def test_they_are_kept_as_they_are_taken_and_the_uploads_go(self) -> None:
		self.add("red")
		upload = self.upload(photo("blue", "PNG"), "trang.png")
		on_disk = Path(upload.get_full_path())
		shown = self.act("add_page", file_url=upload.file_url)["minutes"]
		self.assertEqual((len(shown["pages"]), shown["file"]), (2, ""))
		self.assertEqual([page["name"] for page in shown["pages"]], self.names())
		self.assertFalse(frappe.db.exists("File", upload.name))
		self.assertTrue(on_disk.exists(), "a request that is killed here is done once more")
		frappe.db.after_commit.run()
		self.assertFalse(on_disk.exists())
		page = frappe.get_doc("File", shown["pages"][1]["name"])
		self.assertEqual((page.is_private, page.attached_to_name), (1, self.name))
		self.assertEqual(Image.open(page.get_full_path()).format, "JPEG")
		with self.set_user(self.secretary):
			self.assertEqual(api.get_meeting(self.name)["minutes"]["pages"], shown["pages"])

	def test_the_same_upload_twice_is_one_page(self) -> None:
		url = self.upload(photo()).file_url
		self.act("add_page", file_url=url)
		self.assertEqual(len(self.act("add_page", file_url=url)["minutes"]["pages"]), 1)

	def test_moved_and_removed_they_make_one_file_and_are_no_more(self) -> None:
		self.add(*COLORS)
		first, second, third = self.names()
		self.act("move_page", page=third, place=0)
		self.assertEqual(self.names(), [third, first, second])
		self.act("move_page", page=third, place=99)
		self.assertEqual(self.names(), [first, second, third])
		self.act("move_page", page=second, place=0)
		gone = Path(frappe.get_doc("File", first).get_full_path())
		self.act("remove_page", page=first)
		frappe.db.after_commit.run()
		self.assertFalse(frappe.db.exists("File", first) or gone.exists())
		self.act("remove_page", page=first)  # a second tap
		answer = self.act("use_pages")
		self.assertEqual((answer["status"], answer["minutes"]["pages"]), ("Minuted", []))
		self.assertEqual(
			(answer["minutes"]["made_of"], self.order(answer["minutes"]["file"])), (2, ["lime", "blue"])
		)
		self.assertEqual(self.attached(), [answer["minutes"]["file"]])
		file = frappe.get_doc("File", {"file_url": answer["minutes"]["file"]})
		self.assertEqual((file.is_private, file.attached_to_field), (1, "minutes_file"))
		self.assertEqual(self.act("use_pages")["minutes"], answer["minutes"])  # a repeated call

	def test_a_page_deleted_elsewhere_is_none(self) -> None:
		self.add("red", "blue")
		frappe.get_doc("File", self.names()[0]).delete()
		self.assertEqual(len(self.names()), 1)
		self.assertEqual(self.order(self.act("use_pages")["minutes"]["file"]), ["blue"])

	def test_finishing_takes_them_as_the_minutes(self) -> None:
		self.add("red", "blue")
		with self.set_user(self.secretary):
			done = api.finish(self.name)
		self.assertEqual(
			(done["status"], done["minutes"]["pages"], done["minutes"]["made_of"]), ("Minuted", [], 2)
		)
		self.assertEqual(len(self.attached()), 1)

	def test_no_page_no_minutes(self) -> None:
		with self.assertRefused(MinutesPageError):
			self.act("use_pages")
		with self.assertRefused(MinutesPageError):
			self.act("move_page", page="x", place=0)


class TestWhatStands(PagesTestCase):
	def test_no_file_is_replaced_before_somebody_says_so(self) -> None:
		with self.set_user(self.secretary):
			old = create_test_file(PDF).file_url
			api.add_minutes_file(self.name, old)
			self.assertEqual(api.add_minutes_file(self.name, old)["minutes"]["file"], old)  # a repeated call
			other = create_test_file(PDF + b"2").file_url
			with self.assertRefused(MinutesStandError):
				api.add_minutes_file(self.name, other)
		self.add("red")
		for place in ("first", "after"):  # behind a file that was not made here nothing can be put
			with self.assertRefused(MinutesStandError):
				self.act("use_pages", place=place)
		standing = frappe.get_doc("Meeting", self.name)
		self.assertEqual((standing.minutes_file, len(self.names())), (old, 1))
		made = self.act("use_pages", place="instead")["minutes"]["file"]
		self.assertEqual(self.order(made), ["red"])
		self.assertIn(old, self.attached())  # as what is taken off
		with self.set_user(self.secretary):
			answer = api.add_minutes_file(self.name, other, replace=True)
		self.assertEqual((answer["minutes"]["file"], answer["minutes"]["made_of"]), (other, 0))

	def test_a_page_that_was_forgotten_goes_behind_the_others(self) -> None:
		self.add("red", "blue")
		first = self.act("use_pages")["minutes"]["file"]
		self.add("lime")
		with self.assertRefused(MinutesStandError):
			self.act("use_pages")
		answer = self.act("use_pages", place="after")["minutes"]
		self.assertEqual((answer["made_of"], self.order(answer["file"])), (3, ["red", "blue", "lime"]))
		self.assertNotEqual(answer["file"], first)
		self.assertEqual(self.attached(), [answer["file"]])  # the new one holds all of the old

	def test_no_more_pages_than_minutes_have(self) -> None:
		with mock.patch.object(page_pictures, "MOST_PAGES", 2):
			self.add("red", "blue")
			with self.assertRefused(MinutesPageError):
				self.add("lime")
			self.act("use_pages")
			self.add("lime")
			with self.assertRefused(MinutesPageError):
				self.act("use_pages", place="after")
		self.assertEqual(self.act("use_pages", place="after")["minutes"]["made_of"], 3)


class TestRefused(PagesTestCase):
	def test_what_is_no_picture(self) -> None:
		file = self.upload(PDF, "bien-ban.pdf")
		with self.assertRefused(MinutesPageError):
			self.act("add_page", file_url=file.file_url)
		self.assertTrue(frappe.db.exists("File", file.name))
		self.assertEqual(self.names(), [])

	def test_a_picture_of_too_many_dots(self) -> None:
		url = self.upload(photo()).file_url
		with mock.patch("bontot.file_kinds.MOST_DOTS", 60 * 80 - 1), self.assertRefused(MinutesPageError):
			self.act("add_page", file_url=url)

	def test_what_took_the_place_of_a_page(self) -> None:
		self.add("red")
		other = self.upload(photo("blue", "PNG"), "trang.png")
		frappe.db.set_value("File", self.names()[0], "file_url", other.file_url)
		with self.assertRefused(MinutesPageError):
			self.act("use_pages")
		self.assertEqual(len(self.names()), 1)

	def test_which_pages_there_are_is_written_by_no_form(self) -> None:
		self.add("red")
		meeting = frappe.get_doc("Meeting", self.name)
		state = meeting.part_state
		with self.set_user(self.secretary):
			meeting.part_state = "{}"
			meeting.save()
		self.assertEqual(frappe.db.get_value("Meeting", self.name, "part_state"), state)
		self.assertEqual(len(self.names()), 1)

	def test_a_file_of_somebody_else_or_of_this_very_record(self) -> None:
		with self.set_user(self.neighbour):
			theirs = create_test_file(photo(), "trang.jpg").file_url
		self.add("red")
		own = frappe.db.get_value("File", self.names()[0], "file_url")
		for url in (theirs, own, "/private/files/khong-co.jpg"):
			with self.assertRefused(MinutesFileError):
				self.act("add_page", file_url=url)
		self.assertEqual(len(self.names()), 1)

	def test_neighbours_and_superiors(self) -> None:
		self.add("red")
		[page] = self.names()
		for user, error in ((self.neighbour, TargetNotReadableError), (self.above, frappe.PermissionError)):
			with self.set_user(user):
				url = create_test_file(photo("blue"), "trang.jpg").file_url
				for act in (
					lambda url=url: pages_api.add_page(self.name, url),
					lambda: pages_api.move_page(self.name, page, 0),
					lambda: pages_api.remove_page(self.name, page),
					lambda: pages_api.use_pages(self.name),
				):
					with self.assertRefused(error):
						act()
		self.assertEqual(self.names(), [page])
