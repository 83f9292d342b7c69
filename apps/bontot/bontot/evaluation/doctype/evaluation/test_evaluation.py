import json
import unicodedata
from unittest.mock import patch

import frappe
from frappe.client import delete, set_value
from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs

from bontot.evaluation import api
from bontot.evaluation.answers import reading, service
from bontot.evaluation.computing import computed
from bontot.evaluation.errors import (
	ItemChangedError,
	ItemLockedError,
	NotEditableError,
	ReasonNeededError,
	RemarkTooLongError,
	ResultError,
	UnknownCriterionError,
)
from bontot.evaluation.testing import (
	answer_all,
	create_test_evaluation,
	create_test_open_period,
	create_test_quarter_of,
)
from bontot.meeting.testing import create_test_meeting
from bontot.organization.errors import NoSeatError, OnlyServicesWriteError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class EvaluationTestCase(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.period = create_test_open_period(self.tree.province)
		self.file = create_test_evaluation(self.tree.cell_a, self.period.name)
		self.author = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user

	def save(
		self, key: str = "dk_1", result: str = "Met", remark: str = "", revision: int = 0, save_key: str = "k"
	):
		return api.save_item(self.file.name, key, result, remark, revision, save_key)

	def item(self, key: str = "dk_1", file: str | None = None):
		parent = file or self.file.name
		return frappe.get_doc("Evaluation Item", {"parent": parent, "criterion_key": key})


class TestSaveItem(EvaluationTestCase):
	def test_saves_one_row_and_counts(self):
		with self.set_user(self.author):
			answer = self.save("dk_1", "Met", "Không có đơn thư")
		self.assertEqual((answer["revision"], answer["met_count"], answer["item_count"]), (1, 1, 9))
		item = self.item()
		self.assertEqual(
			(item.self_result, item.remark, item.modified_by), ("Met", "Không có đơn thư", self.author)
		)
		self.assertEqual(frappe.db.get_value("Evaluation", self.file.name, "met_count"), 1)

	def test_same_save_key_changes_nothing_the_second_time(self):
		with self.set_user(self.author):
			first = self.save(save_key="a")
			again = self.save(save_key="a")
		self.assertEqual((first["revision"], again["revision"], self.item().revision), (1, 1, 1))

	def test_a_stale_revision_is_told_what_stands_now(self):
		with self.set_user(self.author):
			self.save("dk_1", "Met", "Của tôi", 0, "a")
		colleague = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		with self.set_user(colleague), self.assertRefused(ItemChangedError):
			self.save("dk_1", "Not Met", "Của bạn", 0, "b")
		standing = frappe.local.response.pop("standing")
		self.assertEqual(
			(standing["self_result"], standing["remark"], standing["revision"]), ("Met", "Của tôi", 1)
		)
		name = frappe.utils.get_fullname(self.author)
		self.assertRegex(standing["who_saved"], rf"^{name} .* \d\d:\d\d \d\d/\d\d/\d{{4}}\.$")
		self.assertEqual(self.item().self_result, "Met")

	def test_only_an_author_of_that_very_organization(self):
		others = (
			("bi_thu_dang_uy", self.tree.grassroots),
			("can_bo_tham_dinh", self.tree.grassroots),
			("can_bo_btc_tinh", self.tree.province),
			("theo_doi", self.tree.cell_a),
		)
		for position, organization in others:
			user = create_test_seat(organization, position).user
			with self.subTest(position), self.set_user(user), self.assertRefused(NoSeatError):
				self.save()
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		past = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", to_date="2021-01-01").user
		for stranger in (neighbour, past, "Guest"):  # they are not told that there is such a file
			with self.subTest(stranger), self.set_user(stranger):
				for act in (self.save, lambda: api.refresh_computed(self.file.name)):
					with self.assertRefused(frappe.DoesNotExistError):
						act()

	def test_only_in_draft_or_returned(self):
		for state in (
			"Under Appraisal",
			"Recognized",
			"Not Recognized",
			"Declared Not Reached",
			"Interim Reviewed",
			"Outside",
		):
			frappe.db.set_value("Evaluation", self.file.name, "state", state)
			with self.subTest(state), self.set_user(self.author), self.assertRefused(NotEditableError):
				self.save()

	def test_after_a_return_only_what_was_returned_is_open(self):
		frappe.db.set_value("Evaluation", self.file.name, "state", "Returned")
		doc = service.lock(self.file.name)
		service.mark_items_accepted(doc, self.tree.grassroots)
		service.mark_items_returned(doc, {"dk_1": "Thiếu minh chứng"})
		service.save(doc)
		with self.set_user(self.author):
			self.save("dk_1")
			with self.assertRefused(ItemLockedError):
				self.save("dk_2")

	def test_accepted_is_locked_in_draft_too(self):
		doc = service.lock(self.file.name)
		service.mark_items_accepted(doc, self.tree.grassroots, ["dk_2"])
		service.save(doc)
		with self.set_user(self.author), self.assertRefused(ItemLockedError):
			self.save("dk_2")

	def test_remark_takes_five_thousand_characters_and_names_the_field_beyond(self):
		with self.set_user(self.author):
			self.save(remark="ă" * 5000)
			with self.assertRaises(RemarkTooLongError) as caught:
				self.save(remark="ă" * 20000, revision=1, save_key="b")
		self.assertIn("5", str(caught.exception))
		self.assertIn(frappe._("Remark"), str(caught.exception))

	def test_decomposed_vietnamese_is_stored_composed(self):
		with self.set_user(self.author):
			self.save(remark=unicodedata.normalize("NFD", "Đoàn kết nội bộ tốt"))
		self.assertEqual(self.item().remark, "Đoàn kết nội bộ tốt")

	def test_a_result_that_contradicts_the_records_needs_a_reason(self):
		with self.set_user(self.author):
			found = api.get_evaluation(self.file.name)
			computed_now = next(row for row in found["items"] if row["criterion_key"] == "sh_cb_1")[
				"computed"
			]
			self.assertEqual(computed_now["result"], "Not Met")
			with self.assertRefused(ReasonNeededError):
				self.save("sh_cb_1", "Met")
			self.save("sh_cb_1", "Met", "Biên bản giấy còn lưu tại chi bộ")
			self.save("sh_cb_1", "Not Met", "", 1, "b")

	def test_what_waits_for_a_rating_cannot_be_declared(self):
		for key in ("nvct_2", "cbdv_2"):
			with self.subTest(key), self.set_user(self.author), self.assertRefused(ResultError):
				self.save(key, "Met", "Lý do")

	def test_unknown_values(self):
		with self.set_user(self.author):
			with self.assertRefused(ResultError):
				self.save(result="Recognized")
			with self.assertRefused(UnknownCriterionError):
				self.save("khong_co")
			with self.assertRefused(UnknownCriterionError):
				self.save("sh_du_1")  # a criterion of grassroots organisations only
			with self.assertRefused(frappe.DoesNotExistError):
				api.save_item("khong-co", "dk_1", "Met", "", 0, "k")


class TestPage(EvaluationTestCase):
	def test_the_page_has_everything_in_the_plans_order(self):
		with self.set_user(self.author):
			page = api.get_evaluation(self.file.name)
		keys = [row["criterion_key"] for row in page["items"]]
		self.assertEqual(
			keys, ["nvct_1", "nvct_2", "sh_cb_1", "sh_cb_2", "dk_1", "dk_2", "dk_3", "cbdv_1", "cbdv_2"]
		)
		self.assertEqual(len(page["groups"]), 4)
		self.assertEqual(page["may"], {"edit": True, "send": False})
		self.assertTrue(page["items"][0]["full_text"].startswith("Lãnh đạo thực hiện tốt"))
		self.assertIsNone(page["items"][0]["computed"])
		self.assertEqual(page["items"][1]["computed"]["result"], "Awaiting Rating")
		json.dumps(page, default=str)

	def test_a_group_of_which_a_quarter_asks_nothing_is_left_out(self):
		period = create_test_quarter_of(self.tree.province, "sh_cb_1, dk_2")
		for place in (self.tree.cell_a, self.tree.grassroots):
			file = create_test_evaluation(place, period)
			page = frappe.get_doc("Evaluation", file.name)
			with self.subTest(file.title_kind):
				shown = reading.of_file(page)
				asked = [item.criterion_key for item in page.items]
				self.assertEqual([item["criterion_key"] for item in shown["items"]], asked)
				groups = list(dict.fromkeys(item["group_key"] for item in shown["items"]))
				self.assertEqual([group["group_key"] for group in shown["groups"]], groups)

	def test_who_may_read_may_not_always_edit(self):
		reviewer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		with self.set_user(reviewer):
			self.assertEqual(api.get_evaluation(self.file.name)["may"], {"edit": False, "send": False})
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		with self.set_user(neighbour), self.assertRefused(frappe.PermissionError):
			api.get_evaluation(self.file.name)

	def test_ratings_wait_in_a_year_and_are_not_due_at_mid_year(self):
		interim = create_test_open_period(self.tree.province, "Six-Month")
		file = create_test_evaluation(self.tree.cell_a, interim.name).name
		for name, wanted in ((self.file.name, "Awaiting Rating"), (file, "Not Yet Due")):
			with self.subTest(wanted), self.set_user(self.author):
				results = {row["criterion_key"]: row["computed"] for row in api.get_evaluation(name)["items"]}
				self.assertEqual({results["nvct_2"]["result"], results["cbdv_2"]["result"]}, {wanted})

	def test_waiting_ratings_do_not_keep_a_file_back(self):
		answer_all(self.file.name)
		with self.set_user(self.author):
			page = api.refresh_computed(self.file.name)
		self.assertEqual(page["missing"], [])
		self.assertTrue(page["may"]["send"])
		self.assertFalse(page["may_be_proposed"])

	def test_missing_lists_what_keeps_a_file_back(self):
		with self.set_user(self.author):
			missing = api.get_evaluation(self.file.name)["missing"]
		self.assertIn("nvct_1", [row["criterion_key"] for row in missing])
		self.assertNotIn("nvct_2", [row["criterion_key"] for row in missing])

	def test_a_sent_file_keeps_its_values_and_shows_newer_ones_beside(self):
		values = {"computed_result": "Met", "computed_summary": "12/12", "computed_as_of": "2026-12-18"}
		frappe.db.set_value("Evaluation Item", self.item("sh_cb_1").name, values)
		frappe.db.set_value("Evaluation", self.file.name, "state", "Under Appraisal")
		computed.refresh(computed.unsent_files(self.tree.cell_a), frappe.utils.getdate())

		def shown() -> dict:
			with self.set_user(self.author):
				items = api.get_evaluation(self.file.name)["items"]
			return next(row for row in items if row["criterion_key"] == "sh_cb_1")

		row = shown()
		self.assertEqual((row["computed"]["result"], str(row["computed"]["as_of"])), ("Met", "2026-12-18"))
		self.assertEqual(row["newer"]["result"], "Not Met")
		frappe.db.set_value("Evaluation", self.file.name, "state", "Outside")  # then nobody asks
		self.assertIsNone(shown()["newer"])


class TestRefresh(EvaluationTestCase):
	def test_second_refresh_writes_nothing(self):
		file = frappe.get_doc("Evaluation", self.file.name)
		today = frappe.utils.getdate()
		computed.refresh([file], today)
		self.assertEqual(computed.refresh([file], today), 0)

	def test_stored_results_are_those_of_the_page(self):
		computed.refresh([self.file], frappe.utils.getdate())
		found = computed.findings(self.file)
		for key, finding in found.items():
			with self.subTest(key):
				self.assertEqual(self.item(key).computed_result, finding.result)
		self.assertEqual(
			frappe.db.get_value("Evaluation", self.file.name, "pending_count"), 2 + self.unsure(found)
		)

	def unsure(self, found) -> int:
		return sum(found[key].result in ("Awaiting Rating", "Not Yet Due") for key in ("sh_cb_1", "sh_cb_2"))

	def test_a_record_turns_the_stored_criterion_and_its_deletion_turns_it_back(self):
		"""In the middle of February a cell owes January's meeting; the thematic one of the quarter is not due."""
		with patch.object(computed, "nowdate", lambda: "2026-02-15"):
			computed.refresh([self.file], frappe.utils.getdate("2026-02-15"))
			before = self.item("sh_cb_1").computed_result
			meeting = create_test_meeting(self.tree.cell_a, meeting_date="2026-01-03")
			after = self.item("sh_cb_1").computed_result
			meeting.delete()
			again = self.item("sh_cb_1").computed_result
		self.assertEqual((before, after, again), ("Not Met", "Met", "Not Met"))

	def test_a_sent_file_keeps_the_counts_it_was_sent_with(self):
		sent = {"state": "Under Appraisal", "met_count": 4, "pending_count": 3, "outcome": "Pending"}
		frappe.db.set_value("Evaluation", self.file.name, sent.copy())
		computed.recount([self.file.name])
		self.assertEqual(frappe.db.get_value("Evaluation", self.file.name, list(sent), as_dict=True), sent)

	def test_a_neighbours_record_turns_nothing(self):
		computed.refresh([self.file], frappe.utils.getdate())
		before = self.item("sh_cb_1").as_dict()
		create_test_meeting(self.tree.cell_b, meeting_date="2026-01-03")
		self.assertEqual(self.item("sh_cb_1").as_dict(), before)


class TestReviewSnapshot(EvaluationTestCase):
	def test_changes_since_the_last_review(self):
		with self.set_user(self.author):
			self.save("dk_1", "Met", "Một")
		doc = service.lock(self.file.name)
		doc.round = 1
		service.snapshot_reviewed(doc)
		self.assertEqual(service.changed_items(doc), [])
		doc.items[4].remark = "Hai"
		self.assertEqual(service.changed_items(doc), ["dk_1"])

	def test_marking_keeps_to_the_keys(self):
		doc = service.lock(self.file.name)
		service.mark_items_accepted(doc, self.tree.grassroots, ["dk_1", "dk_2"])
		service.mark_items_returned(doc, {"dk_2": "Lý do"})
		states = {item.criterion_key: item.review_state for item in doc.items}
		self.assertEqual((states["dk_1"], states["dk_2"], states["dk_3"]), ("Accepted", "Returned", "Open"))
		with self.assertRefused(UnknownCriterionError):
			service.mark_items_returned(doc, {"khong_co": "Lý do"})


class TestNobodyWritesPastTheActs(EvaluationTestCase):
	"""The author may read the file and holds every role of a secretary; none of the ordinary doors writes."""

	def refused(self, act, *errors) -> None:
		with self.set_user(self.author):
			with self.assertRaises(Exception) as caught:
				act()
		self.assertIn(type(caught.exception), errors or (frappe.PermissionError,))
		frappe.db.rollback(save_point="door")

	def test_doors(self):
		name, item = self.file.name, self.item().name
		doors = {
			"form": lambda: frappe.get_doc(self.file.as_dict() | {"met_count": 9}).save(),
			"set_value": lambda: set_value("Evaluation", name, "met_count", 9),
			"set_value of a row": lambda: set_value("Evaluation Item", item, "self_result", "Met"),
			"insert": lambda: frappe.get_doc(
				doctype="Evaluation", organization=self.tree.cell_a, period=self.period.name
			).insert(),
			"delete": lambda: delete("Evaluation", name),
			"evidence": lambda: frappe.get_doc(
				doctype="Evidence",
				organization=self.tree.cell_a,
				evaluation=name,
				criterion_key="dk_1",
				title="A",
			).insert(),
		}
		for door, act in doors.items():
			with self.subTest(door):
				frappe.db.savepoint("door")
				self.refused(act)
		self.assertEqual(frappe.db.get_value("Evaluation", name, "met_count"), 0)

	def test_bulk_edit_changes_nothing(self):
		with self.set_user(self.author):
			failed = submit_cancel_or_update_docs(
				"Evaluation", json.dumps([self.file.name]), "update", json.dumps({"met_count": 9})
			)
		self.assertEqual(failed, [self.file.name])

	def test_not_even_an_administrators_form(self):
		self.file.met_count = 9
		with self.assertRefused(OnlyServicesWriteError):
			self.file.save()
