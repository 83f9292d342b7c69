"""Minutes of meetings on their way up: only where a route asks for them, and then kept as they were sent by every door."""

from __future__ import annotations

import types
from unittest import mock

import frappe
import frappe.client
from frappe.utils import add_to_date, getdate, now_datetime, nowdate

from bontot.approval import document_view, documents_queue, errors, news_of_documents, rerouting, verify
from bontot.approval.testing import act_named
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.minutes_kind import MinutesKind
from bontot.criteria.testing import create_test_scale
from bontot.meeting import api, kinds
from bontot.meeting.doctype.meeting.meeting import Meeting
from bontot.meeting.doctype.meeting.test_meeting import PDF, create_test_file
from bontot.meeting.errors import NotMinutedError, NotScoredError
from bontot.meeting.testing import create_test_meeting
from bontot.organization import climbing
from bontot.organization.errors import NoSeatError, SentDocumentError
from bontot.organization.reorganization.testing import reorganize
from bontot.organization.testing import create_test_member, create_test_organization, create_test_seat
from bontot.tests.case import BontotTestCase

MEETING = "Meeting"
SHIPPED = "bontot-minutes-above"


class OnDemand:
	"""What is asked for by name, made when it is first asked for: to make all of it costs more than a test."""

	def __getattr__(self, key: str) -> str:
		before = frappe.session.user
		frappe.set_user("Administrator")
		try:
			setattr(self, key, self.made(key))
		finally:
			frappe.set_user(before)
		return self.__dict__[key]


class Tree(OnDemand):
	"""Organisations of `create_test_tree` by their keys."""

	PLACES = types.MappingProxyType(
		{
			"province": ("tinh", None, "Đảng bộ tỉnh Thử Nghiệm"),
			"body": ("truc_thuoc_tinh", "province", "Đảng bộ Ủy ban nhân dân tỉnh"),
			"grassroots": ("dang_bo_co_so", "body", "Đảng bộ Sở Nông nghiệp và Môi trường"),
			"cell_a": ("chi_bo_truc_thuoc", "grassroots", "Chi bộ Văn phòng"),
			"cell_b": ("chi_bo_truc_thuoc", "grassroots", "Chi bộ Thanh tra"),
			"other_grassroots": ("dang_bo_co_so", "body", "Đảng bộ Sở Xây dựng"),
			"other_cell": ("chi_bo_truc_thuoc", "other_grassroots", "Chi bộ Phòng Quy hoạch"),
		}
	)

	def made(self, key: str) -> str:
		kind, parent, name = self.PLACES[key]
		return create_test_organization(kind, parent and getattr(self, parent), name).name


class Officers(OnDemand):
	"""Users with one seat each along `tree.cell_a`."""

	PLACES = types.MappingProxyType(
		{
			"secretary": ("cell_a", "bi_thu_chi_bo"),
			"grassroots": ("grassroots", "can_bo_tham_dinh"),
			"body": ("body", "can_bo_tham_dinh"),
			"province": ("province", "can_bo_btc_tinh"),
			"clerk": ("province", "can_bo_van_phong"),
			"neighbour": ("other_cell", "bi_thu_chi_bo"),
		}
	)

	def __init__(self, tree: Tree) -> None:
		self.tree = tree

	def made(self, key: str) -> str:
		place, position = self.PLACES[key]
		return create_test_seat(getattr(self.tree, place), position).user


class MinutesTestCase(BontotTestCase):
	"""A minuted thematic meeting of tree.cell_a, which the level directly above appraises (tree.grassroots)."""

	def setUp(self) -> None:
		super().setUp()
		self.tree = Tree()
		self.users = Officers(self.tree)
		create_test_member(self.tree.cell_a, full_name="Bàn Văn An")
		frappe.db.set_value("Approval Route", SHIPPED, "disabled", 0)
		self.meeting = self.make().name

	def make(self, organization: str = "", kind: str = kinds.THEMATIC, day: str = "2026-03-10", **fields):
		tasks = [{"task": "Thu đảng phí", "due_on": "2026-04-01"}]
		values = {"agenda": [{"topic": "Thời sự"}], "tasks": tasks, **fields}
		return create_test_meeting(organization or self.tree.cell_a, kind, day, **values)

	def doc(self, name: str = ""):
		return frappe.get_doc(MEETING, name or self.meeting)

	def act(self, user: str, act: str, *said: object, name: str = "") -> None:
		name = name or self.meeting
		sequence = frappe.db.get_value(MEETING, name, "step_sequence") or 0
		with self.set_user(user):
			act_named(act)(MEETING, name, sequence, *said)

	def steps(self, name: str = "") -> list[str]:
		where = {"file_doctype": MEETING, "file_name": name or self.meeting}
		return frappe.get_all("Approval Step", where, order_by="sequence", pluck="act")

	def offered(self, user: str, name: str = "") -> list[str]:
		view = document_view.of_document(self.doc(name), user)
		return [act for act, answer in view["may"].items() if answer["allowed"]]


class TestMinutesClimb(MinutesTestCase):
	def test_nobody_is_asked_for_minutes_until_a_route_is(self) -> None:
		self.assertEqual(frappe.get_doc("Approval Route", SHIPPED).document_kind, MEETING)
		frappe.db.set_value("Approval Route", SHIPPED, "disabled", 1)
		view = document_view.of_document(self.doc(), self.users.secretary)
		self.assertEqual((view["climbs"], view["may"], view["route_missing"]), (False, {}, ""))
		with self.assertRefused(errors.RouteMissingError):
			self.act(self.users.secretary, "send")
		with self.set_user(self.users.secretary):
			shown = api.get_meeting(self.meeting)
		self.assertEqual((shown["may"]["write"], shown["climbs"]), (True, False))
		frappe.db.set_value("Approval Route", SHIPPED, "disabled", 0)
		self.assertTrue(api.get_meeting(self.meeting)["climbs"])

	def test_the_route_comes_switched_off(self) -> None:
		from bontot.approval.shipped import SHIPPED as routes

		self.assertEqual(routes[SHIPPED]["disabled"], 1)

	def test_sent_and_appraised(self) -> None:
		self.assertEqual(self.offered(self.users.secretary), ["Send"])
		self.act(self.users.secretary, "send")
		doc = self.doc()
		waits = (doc.state, doc.awaiting_organization, doc.awaiting_act, doc.round, doc.organization_name)
		self.assertEqual(waits, ("Under Appraisal", self.tree.grassroots, "Appraise", 1, "Chi bộ Văn phòng"))
		self.assertEqual(self.offered(self.users.secretary), ["Recall"])
		self.assertEqual(self.offered(self.users.grassroots), ["Agree", "Return"])
		self.act(self.users.grassroots, "agree")
		doc = self.doc()
		self.assertEqual((doc.state, doc.status, doc.docstatus), ("Approved", "Minuted", 0))
		self.assertEqual((doc.decided_on, doc.awaiting_organization), (getdate(), None))
		self.assertEqual(self.steps(), ["Send", "Approve"])
		self.assertEqual(verify.check_file(self.meeting, MEETING), [])
		self.assertEqual(list(verify.check_contents()), [])
		self.assertEqual(MinutesKind().address("x"), "/app/meeting-record/x")

	def test_returned_to_the_level_below(self) -> None:
		frappe.db.set_value("Approval Route", SHIPPED, "stop_after", 2)
		self.act(self.users.secretary, "send")
		with self.assertRefused(errors.NoLevelBelowError):
			self.act(self.users.grassroots, "return_document", "Xem lại", "below")
		self.act(self.users.grassroots, "agree")
		self.assertEqual(self.offered(self.users.body), ["Agree", "Return", "Return Below"])
		self.act(self.users.body, "return_document", "Xem lại", "below")
		doc = self.doc()
		stands = (doc.state, doc.awaiting_organization, doc.returned_by, doc.round)
		self.assertEqual(stands, ("Under Appraisal", self.tree.grassroots, self.tree.body, 1))
		[row] = documents_queue.waiting(self.users.grassroots)
		self.assertIn("returned by the level above", row["doubts"])
		self.assertFalse(row["clean"])
		view = document_view.of_document(doc, self.users.grassroots)
		self.assertEqual(view["returned_from_above"]["reason"], "Xem lại")
		self.act(self.users.grassroots, "agree")
		self.act(self.users.body, "agree")
		self.assertEqual((self.doc().state, self.doc().returned_by), ("Approved", None))
		self.assertEqual(self.steps(), ["Send", "Agree", "Return", "Agree", "Approve"])
		self.assertEqual(verify.check_file(self.meeting, MEETING), [])

	def test_what_is_no_finished_record_is_not_sent(self) -> None:
		planned = self.make(day="2026-04-10", held=False).name
		held = self.make(day="2026-05-10", minuted=False).name
		for name in (planned, held):
			with self.assertRefused(NotMinutedError):
				self.act(self.users.secretary, "send", name=name)
		create_test_scale().submit()
		unscored = self.make(kind=kinds.REGULAR, day="2026-03-03").name
		with self.assertRefused(NotScoredError):
			self.act(self.users.secretary, "send", name=unscored)
		self.assertEqual(self.steps(unscored), [])

	def test_a_route_may_ask_for_some_meetings_of_some_bodies(self) -> None:
		committee = self.make(self.tree.grassroots, kinds.PARTY_COMMITTEE).name
		frappe.db.set_value("Approval Route", SHIPPED, "title_kind", "Cell")
		secretary = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		self.assertEqual(self.offered(secretary, committee), [])
		self.assertEqual(self.offered(self.users.secretary), ["Send"])
		frappe.db.set_value("Approval Route", SHIPPED, "meeting_kind", kinds.REGULAR)
		self.assertEqual(self.offered(self.users.secretary), [])
		particular = {"document_kind": MEETING, "meeting_kind": kinds.THEMATIC, "stop_after": 1}
		create_test_route(("truc_thuoc_tinh", "Appraise"), **particular).insert()
		self.act(self.users.secretary, "send")
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)

	def test_the_meeting_kind_is_of_minutes_alone(self) -> None:
		route = create_test_route(("tinh", "Decide"), meeting_kind=kinds.REGULAR).insert()
		self.assertFalse(route.meeting_kind)

	def test_who_may(self) -> None:
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		for user in (neighbour, self.users.grassroots, self.users.clerk):
			error = frappe.DoesNotExistError if user == neighbour else NoSeatError
			with self.subTest(user), self.assertRefused(error):
				self.act(user, "send")
		self.act(self.users.secretary, "send")
		for user in (neighbour, self.users.secretary, self.users.body):
			error = frappe.DoesNotExistError if user == neighbour else NoSeatError
			with self.subTest(user), self.assertRefused(error):
				self.act(user, "agree")
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.users.grassroots)
		with self.assertRefused(errors.OwnUnitError):
			self.act(self.users.grassroots, "agree")
		recorder = create_test_seat(self.tree.grassroots, "can_bo_van_phong").user
		self.act(recorder, "agree")  # none of the level's seats may: its body does
		self.assertEqual(self.doc().state, "Approved")

	def test_returned_mended_and_sent_again(self) -> None:
		self.act(self.users.secretary, "send")
		self.act(self.users.grassroots, "return_document", "Ghi rõ ai vắng")
		self.assertEqual([row.name for row in frappe.get_all(MEETING, {"state": "Returned"})], [self.meeting])
		view = document_view.of_document(self.doc(), self.users.secretary)
		self.assertEqual(view["returned_because"], "Ghi rõ ai vắng")
		with self.set_user(self.users.secretary):
			doc = self.doc()
			doc.guests = "Đồng chí Bí thư Đảng ủy"
			doc.save()
		self.act(self.users.secretary, "send")
		self.assertEqual(
			MinutesKind().doubts(self.doc().as_dict()),
			["sent again after it was returned", "no signed copy attached"],
		)
		self.act(self.users.grassroots, "agree")
		self.assertEqual(self.steps(), ["Send", "Return", "Send", "Approve"])

	def test_taken_back_until_the_level_acts(self) -> None:
		self.act(self.users.secretary, "send")
		self.act(self.users.secretary, "recall")
		self.assertEqual(self.doc().state, "Draft")
		with self.set_user(self.users.secretary):
			api.remove_minutes_file(self.meeting)  # it is theirs to write again
		self.act(self.users.secretary, "send")
		self.act(self.users.grassroots, "agree")
		with self.assertRefused(errors.ActNotOpenError):
			self.act(self.users.secretary, "recall")

	def test_opened_again_by_who_appraised_or_from_above_and_never_by_the_author(self) -> None:
		for user in (self.users.grassroots, self.users.body):
			self.act(self.users.secretary, "send")
			self.act(self.users.grassroots, "agree")
			self.assertNotIn("Withdraw", self.offered(self.users.secretary))
			with self.assertRefused(NoSeatError):
				self.act(self.users.secretary, "withdraw", "Ghi nhầm")
			self.act(user, "withdraw", "Ghi nhầm số đảng viên")
			doc = self.doc()
			self.assertEqual((doc.state, doc.awaiting_organization, doc.decided_on), ("Returned", None, None))
			view = document_view.of_document(doc, self.users.secretary)
			self.assertEqual(view["returned_because"], "Ghi nhầm số đảng viên")
			since = add_to_date(now_datetime(), minutes=-5)
			told = dict(news_of_documents.of_authors(since, now_datetime(), {}))
			self.assertIn(
				"Appraisal of the minutes taken back".lower(), told[self.users.secretary].words.lower()
			)
			with self.set_user(self.users.secretary):
				doc.guests = f"Khách {user}"
				doc.save()
		self.assertEqual(verify.check_file(self.meeting, MEETING), [])

	def test_two_levels(self) -> None:
		levels = (("co_so", "Appraise"), ("truc_thuoc_tinh", "Appraise"))
		create_test_route(*levels, document_kind=MEETING, priority=10).insert()
		self.act(self.users.secretary, "send")
		self.assertFalse(document_view.of_document(self.doc(), self.users.grassroots)["concludes"])
		self.act(self.users.grassroots, "agree")
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)
		self.act(self.users.body, "agree")
		self.assertEqual((self.doc().state, self.steps()), ("Approved", ["Send", "Agree", "Approve"]))

	def test_waiting_minutes_go_with_a_reorganization(self) -> None:
		self.act(self.users.secretary, "send")
		acts = [{"act": "Merge", "organization": self.tree.grassroots, "target": self.tree.other_grassroots}]
		reorganize(self.tree.province, nowdate(), acts)
		doc = self.doc()
		self.assertEqual(doc.awaiting_organization, self.tree.other_grassroots)
		path = frappe.db.get_value("Party Organization", self.tree.other_grassroots, "path")
		self.assertEqual((doc.awaiting_path, doc.organization_path.startswith(path)), (path, True))
		self.assertEqual(self.steps(), ["Send", "Reroute"])
		self.assertEqual(rerouting.documents_waiting_for_ended(MEETING), [])
		reviewer = create_test_seat(self.tree.other_grassroots, "can_bo_tham_dinh").user
		self.act(reviewer, "agree")
		self.assertEqual(verify.check_file(self.meeting, MEETING), [])


class TestKeptAsSent(MinutesTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.next = self.make(day="2026-04-10", tasks=[]).name
		with self.set_user(self.users.secretary):
			self.scan = create_test_file(PDF)
			doc = self.doc()
			doc.minutes_file = self.scan.file_url
			doc.save()
		self.act(self.users.secretary, "send")

	def test_no_door_changes_it(self) -> None:
		shown = api.get_meeting(self.meeting)
		row = self.doc().attendance[0].name

		def saved(change):
			def door() -> None:
				doc = self.doc()
				change(doc)
				doc.save()

			return door

		def part(name: str, values):
			revision = shown["parts"][name]["revision"]
			return lambda: api.save_part(self.meeting, name, values, revision, frappe.generate_hash())

		absent = [{**one, "attendance": "Unexcused"} for one in shown["parts"]["attendance"]["values"]]
		doors = {
			"text": saved(lambda doc: doc.set("minutes_text", "Khác")),
			"absent": saved(lambda doc: doc.attendance[0].set("attendance", "Unexcused")),
			"fewer rows": saved(lambda doc: doc.set("attendance", doc.attendance[1:])),
			"task": saved(lambda doc: doc.tasks[0].set("task", "Việc khác")),
			"paper": saved(lambda doc: doc.append("papers", {"title": "Thêm"})),
			"file": saved(lambda doc: doc.set("minutes_file", None)),
			"one value": lambda: frappe.client.set_value(MEETING, self.meeting, "guests", "Ai đó"),
			"a row's value": lambda: frappe.client.set_value("Meeting Attendance", row, "reason", "Ốm"),
			"a row away": lambda: frappe.client.delete("Meeting Attendance", row),
			"page: roll": part("attendance", absent),
			"page: proceedings": part("proceedings", {"proceedings": "Khác"}),
			"page: file": lambda: api.remove_minutes_file(self.meeting),
			"page: finish": lambda: api.finish(self.meeting),
			"away": lambda: frappe.delete_doc(MEETING, self.meeting),
		}
		before = self.doc().as_json()
		for name, door in doors.items():
			with (
				self.subTest(name),
				self.set_user(self.users.secretary),
				self.assertRefused(SentDocumentError),
			):
				door()
			self.assertEqual(self.doc().as_json(), before, name)

	def test_control_without_the_guard_it_is_changed(self) -> None:
		doc = self.doc()
		doc.guests = "Ai đó"
		with mock.patch.object(Meeting, "refuse_sent"), self.set_user(self.users.secretary):
			doc.save()
		self.assertEqual(self.doc().guests, "Ai đó")
		with self.assertRefused(errors.ContentChangedError):
			self.act(self.users.grassroots, "agree")

	def test_its_tasks_go_on_being_done(self) -> None:
		with self.set_user(self.users.secretary):
			shown = api.get_meeting(self.next)["parts"]["last_tasks"]
			done = [{"name": row["name"], "done": True} for row in shown["values"]]
			api.save_part(self.next, "last_tasks", done, shown["revision"], "k")
		doc = self.doc()
		self.assertTrue(doc.tasks[0].done_on)
		self.assertEqual(doc.state, "Under Appraisal")
		self.act(self.users.grassroots, "agree")
		self.assertEqual(list(verify.check_contents()), [])

	def test_the_page_shows_it_for_reading(self) -> None:
		with self.set_user(self.users.secretary):
			shown = api.get_meeting(self.meeting)
		self.assertEqual((shown["may"]["write"], shown["state"]), (False, "Under Appraisal"))
		self.act(self.users.secretary, "recall")
		with self.set_user(self.users.secretary):
			self.assertTrue(api.get_meeting(self.meeting)["may"]["write"])

	def test_its_files_stay(self) -> None:
		own = {"attached_to_doctype": MEETING, "attached_to_name": self.meeting}
		attached = frappe.get_doc("File", {**own, "file_url": self.scan.file_url})
		with self.set_user(self.users.secretary):
			with self.assertRefused(SentDocumentError):
				attached.update({"attached_to_name": self.next}).save()
			with self.assertRefused(SentDocumentError):
				create_test_file(PDF + b"2", "them.pdf", **own)
			with self.assertRefused(SentDocumentError):
				frappe.delete_doc("File", attached.name)
		with self.assertRefused(SentDocumentError):  # an administrator's neither
			create_test_file(PDF + b"3", "quan-tri.pdf", **own)
		with self.assertRefused(SentDocumentError):
			frappe.delete_doc("File", attached.name)
		self.assertTrue(frappe.get_doc("File", attached.name).exists_on_disk())
		self.act(self.users.secretary, "recall")
		with self.set_user(self.users.secretary):
			create_test_file(PDF + b"4", "sau.pdf", **own)
			frappe.delete_doc("File", attached.name)

	def test_another_content_behind_its_file_is_not_agreed_to(self) -> None:
		frappe.db.set_value("File", {"file_url": self.scan.file_url}, "content_hash", "khác")
		with self.assertRefused(errors.ContentChangedError):
			self.act(self.users.grassroots, "agree")

	def test_what_was_changed_past_the_forms_is_not_agreed_to(self) -> None:
		frappe.db.set_value("Meeting Attendance", self.doc().attendance[0].name, "attendance", "Unexcused")
		with self.assertRefused(errors.ContentChangedError):
			self.act(self.users.grassroots, "agree")
		self.act(self.users.grassroots, "return_document", "Gửi lại")  # the way on
		self.assertEqual(self.doc().state, "Returned")

	def test_what_was_changed_afterwards_is_found(self) -> None:
		self.act(self.users.grassroots, "agree")
		frappe.db.set_value(MEETING, self.meeting, "votes_for", 1)
		self.assertEqual(len(list(verify.check_contents())), 1)

	def test_a_form_that_says_where_it_stands_is_not_believed(self) -> None:
		posted = {"state": "Approved", "awaiting_organization": None, "step_sequence": 9, "head_hash": "x"}
		with self.set_user(self.users.secretary):
			made = self.make(day="2026-05-10", **posted)
			doc = self.doc(self.next)
			doc.update(posted)
			doc.save()
		for name in (made.name, self.next):
			doc = self.doc(name)
			self.assertEqual((doc.state, doc.step_sequence, doc.head_hash), ("Draft", 0, None))

	def test_its_score_is_shown_as_it_was_sent(self) -> None:
		create_test_scale().submit()
		scored = self.make(kind=kinds.REGULAR, day="2026-05-05").name
		stored = frappe.db.get_value(MEETING, scored, "quality_points")
		frappe.db.set_value(MEETING, scored, "state", "Under Appraisal")
		with mock.patch("bontot.meeting.score.compute", side_effect=AssertionError("made anew")):
			shown = api.get_meeting(scored)["score"]
		self.assertEqual((shown["points"], len(shown["rows"])), (stored, len(self.doc(scored).score)))
		self.assertTrue(climbing.holds_files(MEETING, scored))
