"""The way of a rating from proposal to decision, the cap where it is decided, and the criteria that rest on it."""

import io
import zipfile

import frappe
from frappe.utils import add_days, nowdate

from bontot.evaluation.computing import computed, rechecking
from bontot.evaluation.testing import create_test_evaluation, create_test_file, create_test_open_period
from bontot.meeting.errors import VotesError
from bontot.meeting.votes import Vote
from bontot.organization.errors import NoSeatError, OnlyServicesWriteError
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.rating import api, calculators, service, sheet, view
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.rating.errors import (
	CapExceededError,
	RatingDecisionError,
	RatingError,
	SamePersonError,
	UnansweredRatingError,
)
from bontot.rating.rules import DULY, EXCELLENT, MEMBER, NOT, OFFICIAL, ORGANIZATION, WELL
from bontot.tests.case import BontotTestCase

YEAR = 2026
DAY = "2026-01-15"


class RatingTestCase(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.members = [
			create_test_member(self.tree.cell_a, full_name=f"Lò Văn {index}").name for index in range(6)
		]
		self.author = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.appraiser = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		self.decider = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user

	def rating(self, subject: str):
		return frappe.get_doc("Annual Rating", rating_name(subject, YEAR))

	def propose(self, grades: dict[str, str], subject=MEMBER, user: str = ""):
		rows = [{"name": name, "grade": grade} for name, grade in grades.items()]
		with self.set_user(user or self.author):
			return service.propose(subject, YEAR, rows)

	def decide(self, grades: dict[str, str], subject=MEMBER, user: str = "", **more):
		rows = [{"name": name, "grade": grade} for name, grade in grades.items()]
		values = {"decision_number": "05-QĐ/ĐU", "decided_on": DAY, "vote": Vote(9, 9)} | more
		with self.set_user(user or self.decider):
			return service.decide(subject, YEAR, rows, **values)


class TestFlow(RatingTestCase):
	def test_proposed_reviewed_decided_each_by_its_seat_and_in_the_timeline(self):
		one = self.members[0]
		self.propose({one: WELL})
		with self.set_user(self.appraiser):
			service.review(MEMBER, YEAR, [{"name": one, "grade": DULY}])
		self.decide({one: DULY})
		doc = self.rating(one)
		self.assertEqual(
			(doc.state, doc.proposed_grade, doc.reviewed_grade, doc.grade, doc.decided_by),
			("Decided", WELL, DULY, DULY, self.decider),
		)
		self.assertEqual(
			(doc.organization, doc.deciding_organization), (self.tree.cell_a, self.tree.grassroots)
		)
		lines = frappe.get_all("Comment", {"reference_name": doc.name, "comment_type": "Info"})
		self.assertEqual(len(lines), 3)

	def test_its_vote_is_kept_and_of_one_where_it_differs(self):
		one, other = self.members[:2]
		rows = [
			{"name": one, "grade": WELL},
			{"name": other, "grade": WELL, "votes_for": 5, "votes_other": 4},
		]
		with self.set_user(self.decider):
			service.decide(MEMBER, YEAR, rows, "05-QĐ/ĐU", DAY, vote=Vote(9, 8, 1))
		kept = [
			tuple(self.rating(name).get(column) for column in service.VOTE_COLUMNS) for name in (one, other)
		]
		self.assertEqual(kept, [(9, 8, 1, 0), (9, 5, 0, 4)])

	def test_a_second_decision_leaves_the_first_as_it_is(self):
		one, late = self.members[:2]
		self.decide({one: WELL}, decision_number="12-QĐ/ĐU")
		with self.assertRefused(RatingError):
			self.decide({one: WELL, late: WELL}, decision_number="15-QĐ/ĐU")
		self.decide({late: WELL}, decision_number="15-QĐ/ĐU")
		self.assertEqual(self.numbers(one, late), ["12-QĐ/ĐU", "15-QĐ/ĐU"])
		self.decide(
			{one: WELL}, decision_number="12-QĐ/ĐU", vote=Vote(9, 8, 1)
		)  # the same one, its vote corrected
		self.assertEqual(self.rating(one).votes_for, 8)

	def test_a_row_that_is_named_again_and_another_grade_carry_the_new_decision(self):
		one, other = self.members[:2]
		self.decide({one: WELL, other: WELL}, decision_number="12-QĐ/ĐU")
		rows = [{"name": one, "grade": WELL, "again": True}, {"name": other, "grade": DULY}]
		with self.set_user(self.decider):
			service.decide(MEMBER, YEAR, rows, "15-QĐ/ĐU", DAY, vote=Vote(9, 9))
		self.assertEqual(self.numbers(one, other), ["15-QĐ/ĐU"] * 2)

	def numbers(self, *names: str) -> list[str]:
		return [self.rating(name).decision_number for name in names]

	def test_a_vote_that_carries_nothing_decides_nothing(self):
		one = self.members[0]
		own = {"name": one, "grade": WELL, "votes_for": 4, "votes_against": 5}
		cases = (
			(None, {"name": one, "grade": WELL}),
			(Vote(9, 4), {"name": one, "grade": WELL}),
			(Vote(9, 8, 2), {"name": one, "grade": WELL}),
			(Vote(9, 9), own),
			(Vote(9, 9), own | {"votes_for": "mười"}),
		)
		for vote, row in cases:
			with self.subTest(vote), self.set_user(self.decider), self.assertRefused(VotesError):
				service.decide(MEMBER, YEAR, [row], "05-QĐ/ĐU", DAY, vote=vote)
		self.assertFalse(frappe.db.exists("Annual Rating", rating_name(one, YEAR)))
		self.decide({one: WELL}, elsewhere=True, vote=None)  # whose vote is not ours to ask for
		self.assertEqual(self.rating(one).members_total, 0)

	def test_nobody_else_may(self):
		one = self.members[0]
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		above = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		for user in (neighbour, self.decider, above):
			with self.subTest("propose"), self.assertRefused(NoSeatError):
				self.propose({one: WELL}, user=user)
		self.propose({one: WELL})
		for user in (self.author, self.appraiser, neighbour, above):
			with self.subTest("decide"), self.assertRefused(NoSeatError):
				self.decide({one: WELL}, user=user)
		for user in (self.author, above):
			with self.set_user(user), self.subTest("review"), self.assertRefused(NoSeatError):
				service.review(MEMBER, YEAR, [{"name": one, "grade": WELL}])

	def test_the_body_above_decides_on_organisations(self):
		above = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		self.decide({self.tree.cell_a: WELL}, ORGANIZATION)
		self.decide({self.tree.grassroots: WELL}, ORGANIZATION, above)
		with self.assertRefused(NoSeatError):
			self.decide({self.tree.grassroots: WELL}, ORGANIZATION)
		province = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.decide({self.tree.agency_cell: WELL, self.tree.commune: DULY}, ORGANIZATION, province)
		self.assertEqual(self.rating(self.tree.agency_cell).deciding_organization, self.tree.province)

	def test_who_proposed_does_not_decide(self):
		create_test_seat(self.tree.grassroots, "bi_thu_dang_uy", self.author)
		self.propose({self.members[0]: WELL})
		with self.assertRefused(SamePersonError):
			self.decide({self.members[0]: WELL}, user=self.author)
		self.decide({self.members[0]: WELL})

	def test_returned_with_a_reason_and_proposed_again(self):
		one = self.members[0]
		self.propose({one: EXCELLENT})
		with self.set_user(self.appraiser):
			with self.assertRefused(RatingError):
				service.send_back(MEMBER, YEAR, [one], " ")
			service.send_back(MEMBER, YEAR, [one], "Chưa có kết quả nổi bật")
		self.assertEqual(self.rating(one).state, "Returned")
		self.propose({one: WELL})
		doc = self.rating(one)
		self.assertEqual((doc.state, doc.proposed_grade, doc.return_reason), ("Proposed", WELL, None))

	def test_what_came_back_is_changed_or_answered_each_time(self):
		one, other = self.members[:2]
		self.propose({one: WELL, other: WELL})
		for answer in ("Có quyết định khen thưởng", "Đã bổ sung bảng điểm"):
			with self.set_user(self.appraiser):
				service.send_back(MEMBER, YEAR, [one], "Chưa rõ")
			kept = self.rating(one).remark or ""
			for remark in ("", "  ", kept):
				with self.subTest(remark), self.assertRefused(UnansweredRatingError):
					self.propose_with(one, remark)
			self.assertEqual(self.rating(one).state, "Returned")
			self.propose_with(one, answer)
			doc = self.rating(one)
			self.assertEqual((doc.state, doc.proposed_grade, doc.remark), ("Proposed", WELL, answer))
		self.propose({other: WELL})  # one that did not come back is proposed again as often as one likes

	def propose_with(self, name: str, remark: str) -> None:
		with self.set_user(self.author):
			service.propose(MEMBER, YEAR, [{"name": name, "grade": WELL, "remark": remark}])

	def test_what_is_decided_is_changed_by_another_decision_only(self):
		one = self.members[0]
		self.decide({one: WELL})
		with self.assertRefused(RatingError):
			self.propose({one: EXCELLENT})
		with self.set_user(self.appraiser), self.assertRefused(RatingError):
			service.send_back(MEMBER, YEAR, [one], "Lý do")
		self.decide({one: DULY}, decision_number="06-QĐ/ĐU")
		self.assertEqual((self.rating(one).grade, self.rating(one).decision_number), (DULY, "06-QĐ/ĐU"))

	def test_points_set_the_grade_or_bound_it(self):
		one = self.members[0]
		with self.set_user(self.author):
			for points, grade, wanted in (
				(95, "", EXCELLENT),
				(70, "", WELL),
				(95, WELL, WELL),
				(30, "", NOT),
			):
				service.propose(MEMBER, YEAR, [{"name": one, "points": points, "grade": grade}])
				self.assertEqual(self.rating(one).proposed_grade, wanted)
			for points, grade in ((69, WELL), (101, ""), ("x", ""), (None, "")):
				with self.subTest(points), self.assertRefused(RatingError):
					service.propose(MEMBER, YEAR, [{"name": one, "points": points, "grade": grade}])

	def test_a_rating_of_2022_takes_the_scale_of_its_time(self):
		one = self.members[0]
		with self.set_user(self.author):
			service.propose(MEMBER, 2022, [{"name": one, "grade": WELL}])
			with self.assertRefused(RatingError):
				service.propose(MEMBER, 2022, [{"name": one, "points": 95}])
			grid = view.grid(self.tree.cell_a, MEMBER, 2022)
		self.assertEqual(
			frappe.db.get_value("Annual Rating", rating_name(one, 2022), "scale"),
			"132-QD-TW-21-HD-DANG-VIEN-1",
		)
		self.assertEqual([row["at_least"] for row in grid["grades"]], [None] * 4)
		self.assertEqual(grid["cap"]["percent"], 20)
		with self.set_user(self.decider), self.assertRefused(CapExceededError):
			service.decide(
				MEMBER, 2022, [{"name": one, "grade": EXCELLENT}], "05-QĐ/ĐU", DAY, vote=Vote(9, 9)
			)

	def test_a_decision_has_a_number_and_a_day_that_has_come(self):
		for more in ({"decision_number": " "}, {"decided_on": add_days(nowdate(), 1)}):
			with self.subTest(more), self.assertRefused(RatingDecisionError):
				self.decide({self.members[0]: WELL}, **more)

	def test_strange_names_and_grades_are_refused(self):
		exempt = create_test_member(self.tree.cell_a, state="Exempt").name
		for rows in ([{"name": "khac", "grade": WELL}], [{"name": exempt, "grade": WELL}], ["x"], []):
			with self.set_user(self.author), self.subTest(rows), self.assertRefused(RatingError):
				service.propose(MEMBER, YEAR, rows)
		with self.assertRefused(RatingError):
			self.propose({self.members[0]: "Good"})

	def test_no_form_and_no_import_writes_it(self):
		self.decide({self.members[0]: WELL})
		doc = self.rating(self.members[0])
		doc.grade = EXCELLENT
		with self.assertRefused(OnlyServicesWriteError):
			doc.save()
		with self.assertRefused(OnlyServicesWriteError):
			doc.delete()
		with self.assertRefused(OnlyServicesWriteError):
			frappe.get_doc({**doc.as_dict(), "year": 2025, "flags": {"by_service": True}}).insert()


class TestCap(RatingTestCase):
	def test_five_good_ones_carry_one_excellent(self):
		grades = dict.fromkeys(self.members, WELL) | {self.members[0]: EXCELLENT}
		self.decide(grades)
		self.assertEqual(self.rating(self.members[0]).grade, EXCELLENT)

	def test_one_too_many_is_refused_as_a_whole(self):
		grades = dict.fromkeys(self.members, WELL) | dict.fromkeys(self.members[:2], EXCELLENT)
		with self.assertRefused(CapExceededError):
			self.decide(grades)
		self.assertFalse(frappe.db.exists("Annual Rating", rating_name(self.members[5], YEAR)))

	def test_lowering_a_good_one_later_must_not_leave_too_many_excellent(self):
		self.decide(dict.fromkeys(self.members, WELL) | {self.members[0]: EXCELLENT})
		with self.assertRefused(CapExceededError):
			self.decide({self.members[1]: DULY})
		self.decide({self.members[1]: DULY, self.members[0]: WELL})

	def test_members_are_counted_within_the_grassroots_organisation(self):
		self.decide(dict.fromkeys(self.members[1:], WELL))
		other = create_test_member(self.tree.cell_b).name
		self.decide({other: EXCELLENT})
		elsewhere = create_test_member(self.tree.commune_cell).name
		commune = create_test_seat(self.tree.commune, "bi_thu_dang_uy").user
		with self.assertRefused(CapExceededError):
			self.decide({elsewhere: EXCELLENT}, user=commune)

	def test_what_was_decided_elsewhere_is_recorded_as_it_is(self):
		self.decide({self.members[0]: EXCELLENT}, elsewhere=True)
		self.assertEqual(self.rating(self.members[0]).decided_elsewhere, 1)


class TestCriteria(RatingTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.period = create_test_open_period(self.tree.province)
		self.file = create_test_evaluation(self.tree.cell_a, self.period.name).name
		self.above = create_test_evaluation(self.tree.grassroots, self.period.name).name
		rechecking.on_ratings_change({self.tree.cell_a})

	def result(self, key: str, file: str = "") -> str:
		return frappe.db.get_value(
			"Evaluation Item", {"parent": file or self.file, "criterion_key": key}, "computed_result"
		)

	def test_the_organisations_rating_turns_its_criterion_both_ways(self):
		self.assertEqual(self.result("nvct_2"), "Awaiting Rating")
		self.propose({self.tree.cell_a: WELL}, ORGANIZATION)
		self.assertEqual(self.result("nvct_2"), "Awaiting Rating", "a proposal decides nothing")
		for grade, wanted in ((WELL, "Met"), (DULY, "Not Met"), (NOT, "Not Met")):
			self.decide({self.tree.cell_a: grade}, ORGANIZATION)
			with self.subTest(grade):
				self.assertEqual(self.result("nvct_2"), wanted)
		self.assertEqual(self.result("nvct_2", self.above), "Awaiting Rating", "a cell's is not its body's")

	def test_members_turn_the_criterion_of_their_cell_and_of_the_body_above(self):
		self.assertEqual(self.result("cbdv_2"), "Awaiting Rating")
		self.decide(dict.fromkeys(self.members[:5], WELL))
		self.assertEqual(self.result("cbdv_2"), "Awaiting Rating", "one is not rated yet")
		self.decide({self.members[5]: WELL})
		self.assertEqual((self.result("cbdv_2"), self.result("cbdv_2", self.above)), ("Met", "Met"))
		self.decide(dict.fromkeys(self.members, DULY))
		self.assertEqual((self.result("cbdv_2"), self.result("cbdv_2", self.above)), ("Not Met", "Not Met"))

	def test_many_cells_together_come_to_what_each_comes_to_alone(self):
		other = create_test_member(self.tree.cell_b).name
		create_test_member(
			self.tree.province
		)  # above them all there is nobody, and this one counts for none of them
		self.decide(dict.fromkeys(self.members, WELL) | {other: DULY})
		period = frappe.get_doc("Review Period", self.period.name)
		places = [("Cell", self.tree.cell_a), ("Cell", self.tree.cell_b), ("Cell", self.tree.commune_cell)]
		places.append(("Grassroots Organization", self.tree.grassroots))
		contexts = [
			computed.context_of(
				frappe._dict(organization=name, title_kind=kind), period, {}, frappe.utils.getdate(nowdate())
			)
			for kind, name in places
		]
		together = calculators.bulk_members("member_rating", contexts)
		alone = {context.organization: calculators.member_rating(context) for context in contexts}
		self.assertEqual(together, alone)
		results = [together[name].result for _kind, name in places]
		self.assertEqual(results, ["Met", "Not Met", "Awaiting Rating", "Awaiting Rating"])

	def test_the_states_rating_of_officials_stands_beside_or_counts_as_the_framework_says(self):
		self.decide(dict.fromkeys(self.members, WELL))
		self.assertEqual(self.result("cbdv_2"), "Met")
		self.decide({self.members[0]: DULY, self.members[1]: WELL}, OFFICIAL)
		self.assertEqual(self.result("cbdv_2"), "Met", "how it counts is not said")
		period = frappe.get_doc("Review Period", self.period.name)
		for counted, good in (("", "6/6"), ("both", "5/6")):
			settings = {"official_rating_counts": counted, "good_member_share_percent": "100"}
			row = frappe._dict(organization=self.tree.cell_a, title_kind="Cell")
			context = computed.context_of(row, period, settings, frappe.utils.getdate(nowdate()))
			found = calculators.member_rating(context)
			with self.subTest(counted):
				self.assertEqual(found.result, "Not Met" if counted else "Met")
				self.assertIn(good, found.summary)
				self.assertIn("1/2", found.summary)
				rows = {line["name"]: line for line in found.rows}
				first = rows[rating_name(self.members[0], YEAR)]
				self.assertEqual(first["ok"], not counted)
				self.assertIn(frappe._(DULY), first["note"])

	def test_last_years_rating_counts_for_last_year(self):
		with self.set_user(self.decider):
			row = {"name": self.tree.cell_a, "grade": WELL}
			service.decide(ORGANIZATION, 2025, [row], "05-QĐ/ĐU", DAY, vote=Vote(9, 9))
		self.assertEqual(self.result("nvct_2"), "Awaiting Rating")


class TestOfficials(RatingTestCase):
	"""The State's rating: a second row of the same member, recorded by the body that decides the Party's."""

	def test_it_is_recorded_beside_the_partys_and_past_its_cap(self):
		one = self.members[0]
		self.decide({one: WELL})
		self.decide({one: EXCELLENT}, OFFICIAL, decision_number="12/QĐ-UBND")
		ours = self.rating(one)
		state = frappe.get_doc("Annual Rating", rating_name(one, YEAR, OFFICIAL))
		self.assertEqual((ours.grade, ours.decision_number), (WELL, "05-QĐ/ĐU"))
		self.assertEqual(
			(state.grade, state.decision_number, state.decided_elsewhere, state.member, state.organization),
			(EXCELLENT, "12/QĐ-UBND", 1, one, self.tree.cell_a),
		)
		self.assertIn(state.name, frappe.get_all("Annual Rating", {"subject": OFFICIAL}, pluck="name"))

	def test_nobody_proposes_reviews_or_returns_it(self):
		one = [{"name": self.members[0], "grade": WELL}]
		with self.set_user(self.author), self.assertRefused(RatingError):
			service.propose(OFFICIAL, YEAR, one)
		self.decide({self.members[0]: WELL}, OFFICIAL)
		with self.set_user(self.appraiser):
			with self.assertRefused(RatingError):
				service.review(OFFICIAL, YEAR, one)
			with self.assertRefused(RatingError):
				service.send_back(OFFICIAL, YEAR, [self.members[0]], "Lý do")
		with self.assertRefused(NoSeatError):
			self.decide({self.members[0]: WELL}, OFFICIAL, user=self.author)

	def test_the_page_and_its_sheet(self):
		self.decide({self.members[1]: DULY})
		with self.set_user(self.decider):
			grid = api.get_grid("", OFFICIAL, YEAR)
		self.assertIsNone(grid["cap"])
		self.assertEqual({row["name"] for row in grid["rows"]}, set(self.members))
		self.assertEqual({row["state"] for row in grid["rows"]}, {""}, "the Party's rating is another one")
		wanted = {"propose": False, "review": False, "return": False, "decide": True}
		self.assertTrue(all(row["may"] == wanted for row in grid["rows"]))
		rows = [row | {"grade": WELL if row["name"] == self.members[0] else ""} for row in grid["rows"]]
		content = sheet.build(rows, grid["grades"])
		file = create_test_file("cong-chuc.xlsx", content, self.decider)
		with self.set_user(self.decider):
			found = api.read_sheet(self.tree.grassroots, OFFICIAL, YEAR, file.file_url)
		self.assertEqual(
			found, {"rows": [{"name": self.members[0], "grade": WELL}], "unchanged": 0, "problems": []}
		)
		with self.set_user(self.author):
			shown = api.get_grid("", OFFICIAL, YEAR)
		self.assertFalse(any(any(row["may"].values()) for row in shown["rows"]))


class TestPage(RatingTestCase):
	def grid(self, user: str, subject=MEMBER, organization: str = "") -> dict:
		with self.set_user(user):
			return api.get_grid(organization, subject, YEAR)

	def test_the_secretary_proposes_for_the_own_cell_only(self):
		grid = self.grid(self.author)
		self.assertEqual([one["name"] for one in grid["places"]], [self.tree.cell_a])
		self.assertEqual({row["name"] for row in grid["rows"]}, set(self.members))
		self.assertEqual(
			grid["rows"][0]["may"], {"propose": True, "review": False, "return": False, "decide": False}
		)
		self.assertEqual(len(self.grid(self.author, ORGANIZATION)["rows"]), 1)

	def test_the_body_sees_all_of_its_cells_and_the_cap(self):
		other = create_test_member(self.tree.cell_b).name
		grid = self.grid(self.decider)
		self.assertEqual({row["name"] for row in grid["rows"]}, {*self.members, other})
		self.assertEqual(grid["cap"], {"percent": 20, "base": "well_completed", "rounding": "down"})
		self.assertTrue(all(row["may"]["decide"] for row in grid["rows"]))
		self.assertFalse(self.grid(self.appraiser)["rows"][0]["may"]["decide"])

	def test_strangers_are_shown_nothing(self):
		overseer = create_test_seat(self.tree.province, "theo_doi").user
		self.assertEqual(self.grid(overseer)["places"], [])
		with self.assertRefused(NoSeatError):
			self.grid(self.author, MEMBER, self.tree.cell_b)

	def test_acts_answer_with_the_grid_as_it_stands(self):
		with self.set_user(self.author):
			rows = [{"name": self.members[0], "grade": WELL}]
			grid = api.propose(self.tree.cell_a, MEMBER, YEAR, rows)
		states = {row["name"]: row["state"] for row in grid["rows"]}
		self.assertEqual((states[self.members[0]], states[self.members[1]]), ("Proposed", ""))


class TestSheets(RatingTestCase):
	"""The sheet goes out with everybody on it, and comes back as rows that nobody has decided yet."""

	def filled_in(self) -> bytes:
		with self.set_user(self.decider):
			grid = view.grid(self.tree.grassroots, MEMBER, YEAR)
		rows = [{**row, "grade": WELL if row["name"] == self.members[0] else ""} for row in grid["rows"]]
		return sheet.build(rows, grid["grades"])

	def read(self, file_url: str, user: str) -> dict:
		with self.set_user(user):
			return api.read_sheet(self.tree.grassroots, MEMBER, YEAR, file_url)

	def test_what_went_out_comes_back(self):
		file = create_test_file("xep-loai.xlsx", self.filled_in(), self.decider)
		found = self.read(file.file_url, self.decider)
		self.assertEqual(
			found, {"rows": [{"name": self.members[0], "grade": WELL}], "unchanged": 0, "problems": []}
		)
		self.assertFalse(frappe.db.exists("Annual Rating", rating_name(self.members[0], YEAR)))

	def test_what_is_decided_so_already_is_left_alone(self):
		self.decide(dict.fromkeys(self.members[:2], WELL), decision_number="12-QĐ/ĐU")
		with self.set_user(self.decider):
			grid = view.grid(self.tree.grassroots, MEMBER, YEAR)
		rows = [
			row | {"grade": DULY if row["name"] == self.members[1] else row.get("grade")}
			for row in grid["rows"]
		]
		content = sheet.build(rows, grid["grades"])
		file = create_test_file("xep-loai.xlsx", content, self.decider)
		wanted = {"rows": [{"name": self.members[1], "grade": DULY}], "unchanged": 1, "problems": []}
		self.assertEqual(self.read(file.file_url, self.decider), wanted)

	def test_only_the_deciding_body_reads_and_only_a_file_of_its_own(self):
		file = create_test_file("xep-loai.xlsx", self.filled_in(), self.decider)
		with self.assertRefused(NoSeatError):
			self.read(file.file_url, self.author)
		other = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		with self.assertRefused(RatingError):
			self.read(file.file_url, other)

	def test_a_workbook_with_macros_is_not_opened(self):
		kept = io.BytesIO(self.filled_in())
		with zipfile.ZipFile(kept, "a") as book:
			book.writestr("xl/vbaProject.bin", b"x")
		file = create_test_file("xep-loai.xlsx", kept.getvalue(), self.decider)
		with self.assertRefused(RatingError):
			self.read(file.file_url, self.decider)
