"""The register of an organisation's titles: what it says of each year, who reads it, and its paper."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from bontot import paper
from bontot.approval.acts.test_after_decision import DecidedTestCase
from bontot.approval.papers import api as papers_api
from bontot.approval.papers import title_register
from bontot.organization.errors import NoSeatError


class TestTitleRegister(DecidedTestCase):
	"""cell_a holds the title of this year by a resolution, and of the two years before by papers from elsewhere."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.year = getdate().year
		for year in (self.year - 2, self.year - 1):
			self.later_title(year, year - self.year + 3)

	def register(self, user: str | None = None) -> list[dict]:
		with self.set_user(user or self.users.secretary):
			return papers_api.get_titles(self.tree.cell_a)

	def test_year_by_year_the_latest_first(self):
		frappe.db.set_value("Recognition", {"evaluation": self.file}, "streak_years", 3)
		rows = self.register()
		self.assertEqual([row["year"] for row in rows], [self.year, self.year - 1, self.year - 2])
		self.assertEqual(
			[row["streak"] for row in rows], ["3 years in a row", "2 years in a row", "first year"]
		)
		number = frappe.db.get_value("Resolution", self.title().resolution, "number")
		self.assertIn(number, rows[0]["decision"])
		self.assertEqual({row["title"] for row in rows}, {"Cell"})
		self.assertEqual({row["standing"] for row in rows}, {"Still valid"})

	def test_a_title_withdrawn_says_why_and_breaks_the_row(self):
		next_year = self.later_title(self.year + 1, 4)
		reason = ("Phát hiện khai không đúng", "45-QĐ/TU", getdate())
		self.as_user(self.users.province, "withdraw", self.file, *reason)
		self.assertEqual(frappe.db.get_value("Recognition", next_year, "streak_years"), 1)
		rows = self.register()
		self.assertEqual((rows[0]["streak"], rows[1]["streak"]), ("first year", ""))
		for part in ("45-QĐ/TU", "Phát hiện khai không đúng"):
			self.assertIn(part, rows[1]["standing"])

	def test_a_title_looked_at_again_does_not_hold(self):
		self.as_user(self.users.province, "reopen", self.file, "Có đơn phản ánh")
		self.assertEqual((self.register()[0]["state"], self.register()[0]["streak"]), ("Reopened", ""))
		self.assertIn("does not hold now", self.register()[0]["standing"])

	def test_within_reach_only_and_the_unknown_answers_alike(self):
		for who in ("province", "body", "grassroots"):
			with self.subTest(who):
				self.assertEqual(len(self.register(getattr(self.users, who))), 3)
		self.assertEqual(self.register(self.users.neighbour), [])
		with self.set_user(self.users.neighbour):
			self.assertEqual(papers_api.get_titles("TC-KHONG-CO"), [])
			for place in (self.tree.cell_a, "TC-KHONG-CO"):
				with self.subTest(place), self.assertRefused(NoSeatError):
					papers_api.download_titles(place)

	def test_as_paper(self):
		name = frappe.db.get_value("Party Organization", self.tree.cell_a, "organization_name")
		with self.set_user(self.users.secretary):
			with paper.in_vietnamese():
				html = title_register.as_html(self.tree.cell_a)
			papers_api.download_titles(self.tree.cell_a)
		self.assertIn(name.upper(), html)
		for part in (str(self.year - 2), "năm đầu", "Sổ danh hiệu".upper()):
			self.assertIn(part, html)
		self.assertTrue(frappe.local.response.filecontent.startswith(b"%PDF"))
