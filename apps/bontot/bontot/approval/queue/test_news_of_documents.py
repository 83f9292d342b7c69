from __future__ import annotations

from datetime import datetime, timedelta

from frappe.utils import getdate, now_datetime

from bontot.approval.acts.test_documents import OVERLAY, DocumentTestCase
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.queue import news
from bontot.organization.testing import create_test_seat

LONG_AGO, AHEAD = datetime(2020, 1, 1), timedelta(hours=1)


class TestNewsOfDocuments(DocumentTestCase):
	def heard(
		self,
		user: str,
		start: datetime = LONG_AGO,
		end: datetime | None = None,
		told: dict[str, datetime] | None = None,
	) -> list[news.News]:
		return news.between(start, end or now_datetime() + AHEAD, told or {}).get(user, [])

	def test_whose_turn_it_is_hears_it_by_name(self):
		self.act(self.secretary, "send")
		[line] = self.heard(self.officer)
		self.assertIn(self.doc().title, line.words)
		self.assertEqual((line.doctype, line.file), (OVERLAY, self.overlay))
		self.assertEqual(self.heard(self.secretary), [])
		self.act(self.officer, "agree")
		self.assertEqual(self.heard(self.officer), [])

	def test_who_records_for_the_body_hears_of_what_it_decides(self):
		clerk = create_test_seat(self.tree.province, "can_bo_van_phong").user
		self.act(self.secretary, "send")
		self.assertEqual(self.heard(clerk), [], "an officer appraises it")
		self.act(self.secretary, "recall")
		create_test_route(("tinh", "Decide"), document_kind=OVERLAY, priority=50).insert()
		self.act(self.secretary, "send")
		self.assertEqual(self.heard(self.officer), [])
		self.assertEqual(len(self.heard(clerk)), 1)

	def test_what_came_back_is_told_to_its_author_until_it_is_mended(self):
		self.act(self.secretary, "send")
		self.act(self.officer, "return_document", "Ghi rõ căn cứ")
		[line] = self.heard(self.secretary)
		self.assertIn(f"{self.doc().awaiting_due_on:%d/%m/%Y}", line.words)
		self.assertIn(self.doc().title, line.words)
		self.act(self.secretary, "send")
		self.assertEqual(self.heard(self.secretary), [])

	def test_what_is_in_force_or_out_of_it_is_told_to_its_author(self):
		self.act(self.secretary, "send")
		self.act(self.officer, "agree")
		[line] = self.heard(self.secretary)
		self.assertEqual(line.file, self.overlay)
		self.act(self.officer, "withdraw", "Đã có bản mới")
		self.assertEqual(len(self.heard(self.secretary)), 1)

	def test_only_what_came_within_the_days_and_since_one_was_told(self):
		self.act(self.secretary, "send")
		self.assertEqual(self.heard(self.officer, start=now_datetime() + AHEAD / 2), [])
		self.assertEqual(self.heard(self.officer, end=now_datetime() - AHEAD), [])
		self.assertEqual(self.heard(self.officer, told={self.officer: now_datetime()}), [])
		self.assertEqual(len(self.heard(self.officer, told={self.secretary: now_datetime()})), 1)

	def test_an_ended_seat_hears_nothing(self):
		self.act(self.secretary, "send")
		officer = create_test_seat(self.tree.province, "can_bo_tham_dinh", to_date=None)
		self.assertEqual(len(self.heard(officer.user)), 1)
		officer.db_set("to_date", getdate("2026-01-01"))
		self.assertEqual(self.heard(officer.user), [])
