"""Papers of a level about a period: minutes of its appraisal, its request for recognition."""

from __future__ import annotations

from unittest.mock import patch

import frappe
from frappe.utils import getdate

from bontot import paper
from bontot.approval.acts import signing
from bontot.approval.core.errors import ActNotOpenError
from bontot.approval.papers import api as papers_api
from bontot.approval.papers import appraisal_minutes, appraised, recognition_request
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, answer_all, climb, create_test_file
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_organization, create_test_seat


class TestMinutes(DecidingTestCase):
	"""Two files that grassroots and body have agreed to; they wait for the province."""

	def minutes(self, place: str = "", user: str = "") -> dict:
		place, user = place or self.tree.grassroots, user or self.users.grassroots
		with paper.in_vietnamese():
			return appraisal_minutes.of_level(place, self.period, user)

	def give_back_and_mend(self) -> tuple[str, str]:
		"""A third file: sent with dk_1 not met, returned for it by the grassroots' officer, mended, agreed to."""
		cell = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, "Chi bộ Thú y").name
		name, author = create_test_file(cell, self.period), create_test_seat(cell, "bi_thu_chi_bo").user
		item = {"parent": name, "criterion_key": "dk_1"}
		frappe.db.set_value("Evaluation Item", item, "self_result", "Not Met")
		act_as(author, "send", name)
		act_as(self.users.grassroots, "return_document", name, {"dk_1": "Ghi rõ <b>tháng</b> nào"})
		answer_all(name)
		act_as(author, "send", name)
		act_as(self.users.grassroots, "agree", name)
		return name, frappe.db.get_value("Evaluation Item", item, "short_text")

	def test_who_judged_which_files_and_when(self) -> None:
		found = self.minutes()
		[officer] = found["officers"]
		self.assertEqual((officer.name, officer.position), ("Người grassroots", "Cán bộ thẩm định"))
		self.assertEqual([row["name"] for row in found["passed"]], ["Chi bộ Văn phòng", "Chi bộ Thanh tra"])
		self.assertEqual(found["since"], frappe.utils.formatdate(getdate(), "dd/MM/yyyy"))
		self.assertEqual(
			[(kind, count["passed"], count["all"]) for kind, count in found["sums"]],
			[("Cell", 2, 2), ("", 2, 2)],
		)
		self.assertEqual((found["returned"], found["recorder"]), ([], "Người grassroots"))

	def test_points_are_said_where_there_are_any(self) -> None:
		with paper.in_vietnamese():
			self.assertEqual(appraised.counts_words(8, 9, 0, 0), "8/9")
			self.assertEqual(appraised.counts_words(8, 9, 85.5, 100), "8/9; 85,5/100 điểm")

	def test_what_came_back_and_what_it_changed(self) -> None:
		name, text = self.give_back_and_mend()
		found = self.minutes()
		[back] = found["returned"]
		self.assertEqual(back["name"], "Chi bộ Thú y")
		reason = frappe.db.get_value("Approval Step", {"file_name": name, "act": "Return"}, "reasons")
		self.assertEqual(
			back["criteria"], [{"short_text": text, "reason": frappe.parse_json(reason)["dk_1"]}]
		)
		self.assertEqual(back["now"], "Đã sửa, đã nhất trí")
		[row] = [row for row in found["passed"] if row["name"] == "Chi bộ Thú y"]
		self.assertTrue(any(text in note and "→" in note for note in row["notes"]), row["notes"])
		act_as(self.users.body, "return_document", name, {"dk_1": "Chưa rõ"})
		found = self.minutes()
		self.assertEqual(found["returned"][-1]["now"], "Chưa gửi lại")
		self.assertEqual(found["sums"][-1][1], {"passed": 2, "returned": 1, "waiting": 0, "all": 3})

	def test_what_only_waits_is_counted(self) -> None:
		name = create_test_file(self.tree.other_cell, self.period)
		act_as(self.users.neighbour, "send", name)
		found = self.minutes(self.tree.other_grassroots, self.users.province)
		self.assertEqual(found["sums"][-1][1], {"passed": 0, "returned": 0, "waiting": 1, "all": 1})
		self.assertEqual((found["officers"], found["passed"], found["recorder"]), ([], [], ""))

	def test_only_files_that_the_reader_reads(self) -> None:
		self.assertEqual(len(self.minutes(self.tree.body, self.users.body)["passed"]), 2)
		found = self.minutes(self.tree.body, self.users.secretary)
		self.assertEqual([row["name"] for row in found["passed"]], ["Chi bộ Văn phòng"])

	def test_on_paper(self) -> None:
		self.give_back_and_mend()
		html = appraisal_minutes.as_html(self.tree.grassroots, self.period, self.users.grassroots)
		for words in ("BIÊN BẢN", "Người grassroots, cán bộ thẩm định", "Chi bộ Thú y", "NGƯỜI GHI BIÊN BẢN"):
			self.assertIn(words, html)
		self.assertIn("Ghi rõ &lt; b&gt;tháng&lt; /b&gt; nào", html)
		self.assertNotIn("<b>tháng</b>", html)

	def test_as_many_statements_for_any_number(self) -> None:
		self.give_back_and_mend()
		self.minutes()  # from here on what is remembered is remembered
		few = self.statements()
		cell = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, "Chi bộ Khuyến nông").name
		name = create_test_file(cell, self.period)
		act_as(create_test_seat(cell, "bi_thu_chi_bo").user, "send", name)
		act_as(self.users.grassroots, "agree", name)
		self.assertEqual(len(self.minutes()["passed"]), 4)
		self.assertEqual(self.statements(), few)

	def statements(self) -> int:
		with patch.object(frappe.db, "sql", side_effect=frappe.db.sql) as asked:
			self.minutes()
		return asked.call_count

	def test_rounds_are_those_of_own_officers(self) -> None:
		[found] = appraised.rounds_of([self.tree.grassroots], self.users.grassroots)
		self.assertEqual(
			(found.organization, found.period, found.count), (self.tree.grassroots, self.period, 2)
		)
		self.assertTrue(found.earns_title)
		self.assertEqual(appraised.rounds_of([self.tree.province], self.users.province), [])
		with self.set_user(self.users.secretary):
			self.assertEqual(papers_api.rounds(), [])
			with self.assertRefused(NoSeatError):
				papers_api.rounds(self.tree.grassroots)
		with self.set_user(self.users.province):
			self.assertEqual(papers_api.rounds(), [])
			self.assertEqual([row.count for row in papers_api.rounds(self.tree.grassroots)], [2])


class TestRequest(DecidingTestCase):
	"""As above; what the officers of the grassroots organisation passed on, and what the cell itself sent."""

	def request(self, place: str, user: str = "") -> dict:
		with paper.in_vietnamese():
			return recognition_request.of_organization(place, self.period, user or self.users.province)

	def test_of_a_level(self) -> None:
		found = self.request(self.tree.grassroots)
		self.assertEqual(found["to"], ["Đảng ủy Ủy ban nhân dân tỉnh"])
		self.assertEqual([row["name"] for row in found["proposed"]], ["Chi bộ Văn phòng", "Chi bộ Thanh tra"])
		self.assertEqual((found["own"], found["doubtful"]), (None, []))
		self.assertEqual(found["sums"], [("Cell", 2), ("Grassroots Organization", 0)])

	def test_what_falls_short_is_not_proposed(self) -> None:
		cell = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, "Chi bộ Thú y").name
		name = create_test_file(cell, self.period)
		item = {"parent": name, "criterion_key": "dk_1"}
		frappe.db.set_value("Evaluation Item", item, "self_result", "Not Met")
		act_as(create_test_seat(cell, "bi_thu_chi_bo").user, "send", name)
		act_as(self.users.grassroots, "agree", name)
		found = self.request(self.tree.grassroots)
		[doubted] = found["doubtful"]
		self.assertEqual(doubted["name"], "Chi bộ Thú y")
		self.assertIn(frappe.db.get_value("Evaluation Item", item, "short_text"), doubted["notes"][0])
		self.assertEqual(len(found["proposed"]), 2)

	def test_what_waits_for_the_rating_is_asked_for_once_it_is_there(self) -> None:
		cell = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, "Chi bộ Thú y").name
		name = create_test_file(cell, self.period, rated=False)
		author = create_test_seat(cell, "bi_thu_chi_bo").user
		act_as(author, "send", name)
		act_as(self.users.grassroots, "agree", name)
		self.assertEqual(self.request(self.tree.grassroots)["waiting"], 1)
		for place, user, words in (
			(cell, author, "“chi bộ bốn tốt” khi có kết quả xếp loại năm."),
			(self.tree.grassroots, self.users.province, "; 1 tổ chức trong số đó chờ kết quả xếp loại năm"),
		):
			with self.subTest(words), paper.in_vietnamese():
				self.assertIn(words, recognition_request.as_html(place, self.period, user))

	def test_of_a_cell_itself(self) -> None:
		found = self.request(self.tree.cell_a, self.users.secretary)
		self.assertEqual(found["to"], ["Đảng ủy Sở Nông nghiệp và Môi trường"])
		self.assertEqual((found["own"]["name"], found["own"]["met"]), ("Chi bộ Văn phòng", "9/9"))
		self.assertEqual(found["proposed"], [])
		self.assertEqual(
			found["signature"],
			{"on_behalf_of": "T/M CHI BỘ", "position": "BÍ THƯ", "signer": "Người secretary"},
		)

	def test_on_paper_with_the_place_of_the_grassroots_organization(self) -> None:
		frappe.db.set_value("Party Organization", self.tree.grassroots, "place", "Tân Quang")
		frappe.db.set_value("Evaluation", self.file, "organization_name", "Chi bộ <b>X</b> & Y")
		for place, words in (
			(self.tree.cell_a, "công nhận danh hiệu “chi bộ bốn tốt”"),
			(self.tree.grassroots, "đề nghị công nhận 2 tổ chức đảng"),
		):
			with self.subTest(words), paper.in_vietnamese():
				html = recognition_request.as_html(place, self.period, self.users.province)
				for one in (words, "TỜ TRÌNH", "Tân Quang, ngày", "Chi bộ &lt; b&gt;X&lt; /b&gt; &amp; Y"):
					self.assertIn(one, html)
				self.assertNotIn("<b>X</b>", html)

	def test_who_signs_is_named_where_one_alone_may(self) -> None:
		def head() -> dict[str, str]:
			return signing.head_of(self.tree.grassroots, getdate())

		self.assertEqual(head(), {"signer": "", "position": ""})  # an appraiser signs nothing
		seat = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy")
		self.assertEqual(head(), {"signer": "Nguyễn Văn Thử", "position": "Bí thư đảng ủy"})
		create_test_seat(self.tree.grassroots, "pho_bi_thu_dang_uy")
		self.assertEqual(head(), {"signer": "", "position": ""})
		frappe.db.set_value("Seat", seat.name, "to_date", "2020-12-31")
		self.assertEqual(head()["position"], "Phó bí thư đảng ủy")


class TestDoors(ApprovalTestCase):
	"""One file, not sent yet."""

	doors = (papers_api.download_minutes, papers_api.download_request)

	def test_a_pdf_for_who_reads_the_branch(self) -> None:
		climb(self.file, self.users)
		for door, user in zip(self.doors, (self.users.grassroots, self.users.province), strict=True):
			with self.subTest(door.__name__), self.set_user(user):
				frappe.local.response.filecontent = b""
				door(self.tree.grassroots, self.period)
				self.assertEqual(frappe.local.response.type, "pdf")
				self.assertTrue(frappe.local.response.filecontent.startswith(b"%PDF"))

	def test_who_gets_none(self) -> None:
		"""Strangers, those below, and whoever asks of what is not there; a request needs something that was sent."""
		for door in self.doors:
			for user in (self.users.neighbour, self.users.secretary):
				for place in (self.tree.grassroots, "không có"):
					with self.subTest(door.__name__, user=user), self.set_user(user):
						with self.assertRefused(NoSeatError):
							door(place, self.period)
			with self.set_user(self.users.grassroots), self.assertRefused(frappe.DoesNotExistError):
				door(self.tree.grassroots, "không có")
		for place, user in (
			(self.tree.cell_a, self.users.secretary),
			(self.tree.grassroots, self.users.grassroots),
		):
			with self.set_user(user), self.assertRefused(ActNotOpenError):
				papers_api.download_request(place, self.period)


class TestInterim(ApprovalTestCase):
	period_kind = "Six-Month"

	def test_minutes_but_no_request(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		found = appraisal_minutes.of_level(self.tree.grassroots, self.period, self.users.grassroots)
		self.assertEqual((len(found["passed"]), found["ends_here"]), (1, False))
		with self.set_user(self.users.grassroots), self.assertRefused(ActNotOpenError):
			papers_api.download_request(self.tree.grassroots, self.period)

	def test_at_the_last_level_the_review_ends_and_nothing_is_said_to_go_up(self) -> None:
		climb(self.file, self.users)
		act_as(self.users.province, "agree", self.file)
		self.assertEqual(self.doc().state, "Interim Reviewed")
		found = appraisal_minutes.of_level(self.tree.province, self.period, self.users.province)
		self.assertEqual((len(found["passed"]), found["ends_here"]), (1, True))
		words = appraisal_minutes.as_html(self.tree.province, self.period, self.users.province)
		self.assertNotIn("đã trình", words.lower())
