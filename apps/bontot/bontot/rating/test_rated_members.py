"""Tests of whose rating counts for a year that is over: who belonged where on its last day, whatever came afterwards."""

import frappe
from frappe.utils import getdate

from bontot.criteria.registry import Context
from bontot.evaluation.testing import create_test_rating
from bontot.meeting.votes import Vote
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
)
from bontot.rating import calculators, service, subjects
from bontot.rating.errors import RatingError
from bontot.rating.rules import DULY, MEMBER, WELL
from bontot.reorganization.testing import reorganize
from bontot.tests.case import BontotTestCase

YEAR = 2025
LAST = getdate(f"{YEAR}-12-31")
RATED_ON = getdate(f"{YEAR + 1}-02-10")  # while last year is rated, with members who came since


class RatedMembersCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def member(self, place: str = "cell_a", changes: dict[str, str] | None = None, **values) -> str:
		rows = [{"from_date": day, "state": state} for day, state in (changes or {}).items()]
		return create_test_member(getattr(self.tree, place), state_changes=rows, **values).name

	def move(self, member: str, day: str, place: str = "cell_b", **values) -> None:
		content = {"transfer_kind": "Permanent", "effective_date": day} | values
		with self.set_user(self.commission):
			doc = frappe.get_doc(
				doctype="Member Transfer",
				member=member,
				to_organization=getattr(self.tree, place),
				**content,
			).insert()
		self.assertEqual(doc.state, "Done")

	def found(self, place: str, as_of=RATED_ON, kind: str = "Cell", **settings: str):
		first = getdate(f"{YEAR}-01-01")
		name = getattr(self.tree, place)
		return calculators.member_rating(Context(name, kind, "Year", first, LAST, as_of, settings))

	def listed(self, place: str, year: int = YEAR) -> set[str]:
		return {one.name for one in subjects.of_place(MEMBER, getattr(self.tree, place), year)}


class TestWhoCounts(RatedMembersCase):
	def test_each_case_by_the_state_and_the_place_of_the_last_day(self):
		rated = self.member()
		create_test_rating(self.tree.cell_a, YEAR, rated)
		cases = {
			"of long standing": (self.member(), True),
			"probationary": (self.member(state="Probationary", official_date=None), True),
			"admitted in the year": (
				self.member(admission_date=f"{YEAR}-11-30", official_date=None, state="Probationary"),
				True,
			),
			"admitted on the last day": (
				self.member(admission_date=LAST, official_date=None, state="Probationary"),
				True,
			),
			"admitted after the year": (
				self.member(admission_date=f"{YEAR + 1}-01-03", official_date=None, state="Probationary"),
				False,
			),
			"left in the year": (self.member(state="Left", left_on=f"{YEAR}-09-01"), False),
			"left after the year": (self.member(state="Left", left_on=f"{YEAR + 1}-01-20"), True),
			"exempt in the year": (self.member(changes={f"{YEAR}-05-01": "Exempt"}), False),
			"exempt since the year": (
				self.member(changes={f"{YEAR - 9}-05-01": "Full", f"{YEAR + 1}-01-05": "Exempt"}),
				True,
			),
			"exempt without a date": (self.member(state="Exempt"), False),
		}
		away = self.member()
		self.move(away, f"{YEAR}-12-01", transfer_kind="Temporary", until=f"{YEAR + 1}-01-15")
		cases["temporarily away"] = away, False
		back = self.member()
		self.move(back, f"{YEAR}-03-01", transfer_kind="Temporary", until=f"{YEAR}-04-15")
		cases["back again"] = back, True
		moved = {day: self.member() for day in (f"{YEAR}-12-31", f"{YEAR + 1}-01-01", f"{YEAR + 1}-01-05")}
		for day, name in moved.items():
			self.move(name, day)
		cases["moved in the year"] = moved[f"{YEAR}-12-31"], False
		cases["moved on the day after"] = moved[f"{YEAR + 1}-01-01"], True
		cases["moved after the year"] = moved[f"{YEAR + 1}-01-05"], True
		came = self.member("cell_b")
		self.move(came, f"{YEAR}-06-10", "cell_a")
		cases["came in the year"] = came, True
		newcomer = self.member("cell_b")
		self.move(newcomer, f"{YEAR + 1}-01-05", "cell_a")
		cases["came after the year"] = newcomer, False
		listed = self.listed("cell_a")
		for what, (name, counts) in cases.items():
			with self.subTest(what):
				self.assertEqual(name in listed, counts)
		self.assertEqual(len(listed), 1 + sum(counts for _name, counts in cases.values()))
		self.assertIn(f"1/{len(listed)}", self.found("cell_a").summary)
		self.assertEqual(self.listed("cell_b"), {moved[f"{YEAR}-12-31"], newcomer})

	def test_a_newcomer_of_january_leaves_the_result_of_the_year_as_it_was(self):
		for _number in range(4):
			create_test_rating(self.tree.cell_b, YEAR, self.member("cell_b"))
		for settings in ({}, {"good_member_share_percent": "90"}):
			with self.subTest(settings):
				self.assertEqual(self.found("cell_b", **settings).result, "Met")
		mover = self.member()
		create_test_rating(self.tree.cell_a, YEAR, mover, DULY)
		self.move(mover, f"{YEAR + 1}-01-05")
		self.member("cell_b", admission_date=f"{YEAR + 1}-01-03", official_date=None, state="Probationary")
		for settings in ({}, {"good_member_share_percent": "90"}):
			with self.subTest(settings):
				self.assertEqual(self.found("cell_b", **settings).result, "Met")
		self.assertEqual(self.found("cell_a").result, "Not Met", "whose year it was, there it counts")

	def test_a_rating_goes_with_the_member_to_where_the_year_ended(self):
		create_test_rating(self.tree.cell_b, YEAR, self.member("cell_b"))
		mover = self.member()
		create_test_rating(self.tree.cell_a, YEAR, mover, DULY)
		self.move(mover, f"{YEAR}-12-20")
		self.assertIn("1/2", self.found("cell_b").summary)
		self.assertEqual(self.found("cell_a").result, "Awaiting Rating", "nobody of theirs is rated")
		self.assertIn("1/2", self.found("grassroots", kind="Grassroots Organization").summary)

	def test_while_the_year_runs_the_day_of_the_records_counts(self):
		create_test_rating(self.tree.cell_a, YEAR, self.member())
		self.move(self.member(), f"{YEAR}-10-10")
		for day, share in ((f"{YEAR}-10-09", "1/2"), (f"{YEAR}-10-10", "1/1")):
			self.assertIn(share, self.found("cell_a", getdate(day)).summary)

	def test_a_branch_is_that_of_its_last_day(self):
		create_test_rating(self.tree.cell_a, YEAR, self.member())
		create_test_rating(self.tree.cell_b, YEAR, self.member("cell_b"), DULY)
		create_test_rating(self.tree.other_cell, YEAR, self.member("other_cell"))
		acts = [{"act": "Move", "organization": self.tree.cell_b, "target": self.tree.other_grassroots}]
		reorganize(self.tree.province, f"{YEAR + 1}-01-02", acts)
		for place, share, day in (
			("grassroots", "1/2", RATED_ON),
			("other_grassroots", "1/1", RATED_ON),
		):
			with self.subTest(place):
				self.assertIn(share, self.found(place, day, "Grassroots Organization").summary)

	def test_it_costs_the_same_however_many_cells_a_branch_has(self):
		def cells(count: int) -> None:
			for _number in range(count):
				cell = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots).name
				create_test_rating(cell, YEAR, create_test_member(cell).name)

		cells(2)
		mover = self.member()
		self.move(mover, f"{YEAR + 1}-01-05", "other_cell")
		self.found(
			"grassroots", kind="Grassroots Organization"
		)  # what is read once and kept is no matter here
		few = self.statements()
		cells(9)
		self.assertEqual(self.statements(), few)
		self.assertIn("11/12", self.found("grassroots", kind="Grassroots Organization").summary)

	def statements(self) -> tuple[int, int, int]:
		"""Of the branch, of its cells together, and of the page of the body that rates them."""
		first = getdate(f"{YEAR}-01-01")
		names = frappe.get_all(
			"Party Organization", {"parent_organization": self.tree.grassroots}, pluck="name"
		)
		cells = [Context(name, "Cell", "Year", first, LAST, RATED_ON, {}) for name in names]
		run, found = frappe.db.sql, []
		for ask in (
			lambda: self.found("grassroots", kind="Grassroots Organization"),
			lambda: calculators.bulk_members("member_rating", cells),
			lambda: subjects.of_decider(MEMBER, self.tree.grassroots, YEAR),
		):
			asked = []

			def counted(*arguments, asked=asked, **named):
				asked.append(arguments)
				return run(*arguments, **named)

			frappe.db.sql = counted
			try:
				ask()
			finally:
				frappe.db.sql = run
			found.append(len(asked))
		self.assertLessEqual(max(found), 12)
		return tuple(found)


class TestRatingOfTheYear(RatedMembersCase):
	"""Tests of who proposes and decides on a member who has moved."""

	def propose(self, place: str, member: str, year: int = YEAR):
		author = create_test_seat(getattr(self.tree, place), "bi_thu_chi_bo").user
		with self.set_user(author):
			return service.propose(MEMBER, year, [{"name": member, "grade": WELL}])

	def test_where_the_year_ended_there_it_is_proposed(self):
		member = self.member()
		self.move(member, f"{YEAR + 1}-01-05", "other_cell")
		self.propose("cell_a", member)
		rating = frappe.get_doc("Annual Rating", f"{member}-{YEAR}")
		self.assertEqual(
			(rating.organization, rating.deciding_organization), (self.tree.cell_a, self.tree.grassroots)
		)

	def test_a_cell_proposes_the_members_of_its_party_groups(self):
		own = self.member(full_name="Trần Thị Bình")
		self.tree.group = create_test_organization("to_dang", self.tree.cell_a, "Tổ đảng 1").name
		grouped = self.member("group", full_name="Lò Văn An")
		self.assertEqual(
			[one.name for one in subjects.of_place(MEMBER, self.tree.cell_a, YEAR)], [grouped, own]
		)
		self.assertEqual(self.listed("cell_b"), set())
		self.assertIn(
			grouped,
			{one.name for one in subjects.of_decider(MEMBER, self.tree.grassroots, YEAR)},
		)
		self.propose("cell_a", grouped)
		rating = frappe.get_doc("Annual Rating", f"{grouped}-{YEAR}")
		self.assertEqual(
			(rating.organization, rating.deciding_organization, rating.comparison_group),
			(self.tree.cell_a, self.tree.grassroots, self.tree.grassroots),
		)
		with self.assertRefused(NoSeatError):
			self.propose("cell_b", grouped)

	def test_a_party_group_that_stood_elsewhere_then_leaves_its_members_there(self):
		self.tree.group = create_test_organization("to_dang", self.tree.cell_a, "Tổ đảng 1").name
		grouped = self.member("group")
		acts = [{"act": "Move", "organization": self.tree.group, "target": self.tree.cell_b}]
		reorganize(self.tree.province, f"{YEAR + 1}-01-02", acts)
		self.assertEqual((self.listed("cell_a"), self.listed("cell_b")), ({grouped}, set()))
		[found] = subjects.by_name(MEMBER, [grouped], YEAR).values()
		self.assertEqual(found.place, self.tree.cell_a)

	def test_who_was_admitted_afterwards_cannot_be_rated_for_the_year(self):
		member = self.member(admission_date=f"{YEAR + 1}-01-03", official_date=None, state="Probationary")
		with self.assertRefused(RatingError):
			self.propose("cell_a", member)

	def test_it_follows_who_moves_before_the_year_is_over_with_the_next_act(self):
		member = self.member()
		self.propose("cell_a", member, 2026)
		self.move(member, "2026-11-20", "other_cell")
		with self.freeze_time("2026-11-27 08:00:00.5"):
			self.propose("other_cell", member, 2026)
			rating = frappe.get_doc("Annual Rating", f"{member}-2026")
			self.assertEqual(
				(rating.organization, rating.deciding_organization, rating.comparison_group),
				(self.tree.other_cell, self.tree.other_grassroots, self.tree.other_grassroots),
			)
			decider = create_test_seat(self.tree.other_grassroots, "bi_thu_dang_uy").user
			rows = [{"name": member, "grade": WELL}]
			with self.set_user(decider):
				service.decide(MEMBER, 2026, rows, "05-QĐ/ĐU", "2026-11-27", vote=Vote(9, 9))
			self.move(member, "2026-11-27", "cell_b")
			above = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
			with self.set_user(above), self.assertRefused(RatingError):
				service.decide(MEMBER, 2026, rows, "06-QĐ/ĐU", "2026-11-27", vote=Vote(9, 9))
			rows[0]["again"] = True  # the body it has come to means to decide anew
			with self.set_user(above):
				service.decide(MEMBER, 2026, rows, "06-QĐ/ĐU", "2026-11-27", vote=Vote(9, 9))
		rating.reload()
		self.assertEqual((rating.organization, rating.decision_number), (self.tree.cell_b, "06-QĐ/ĐU"))
