"""The computed criteria from saved records: each turns both ways when its record changes; words; number of queries."""

from datetime import date

import frappe

from bontot.criteria import registry
from bontot.criteria.registry import Context
from bontot.meeting import criteria, kinds
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase

BINDING = {"whole_organization_per_half": "1"}


class CriteriaTestCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def setUp(self) -> None:
		frappe.local.lang = "vi"
		super().setUp()

	def tearDown(self) -> None:
		frappe.local.lang = "en"
		super().tearDown()

	def context(self, organization: str, as_of: date = date(2026, 7, 20), **settings: str) -> Context:
		kind = "Cell" if organization == self.tree.cell_a else "Grassroots Organization"
		return Context(
			organization, kind, "Six-Month", date(2026, 1, 1), date(2026, 6, 30), as_of, settings=settings
		)

	def judge(self, key: str, organization: str, **settings: str) -> registry.Finding:
		return registry.compute(key, self.context(organization, **settings))

	def committee_result(self, key: str, **settings: str) -> str:
		return self.judge(key, self.tree.grassroots, **settings).result

	def committee_meeting(self, kind: str = kinds.PARTY_COMMITTEE, day: str = "2026-05-20", **fields):
		return create_test_meeting(self.tree.grassroots, kind, day, **fields)


class TestCell(CriteriaTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.regular = [
			create_test_meeting(self.tree.cell_a, kinds.REGULAR, date(2026, month, 3))
			for month in range(1, 7)
		]
		self.thematic = [
			create_test_meeting(self.tree.cell_a, kinds.THEMATIC, date(2026, month, 20)) for month in (2, 5)
		]

	def finding(self) -> registry.Finding:
		return self.judge("cell_regular_and_thematic", self.tree.cell_a)

	def test_six_and_two_are_met(self) -> None:
		finding = self.finding()
		self.assertEqual((finding.result, len(finding.rows), finding.missing), ("Met", 8, []))
		self.assertEqual(
			finding.summary,
			"6/6 tháng có biên bản sinh hoạt thường lệ; 2/2 quý có biên bản sinh hoạt chuyên đề",
		)

	def test_it_turns_with_the_minutes_of_one_month_and_back(self) -> None:
		march = self.regular[2]
		march.minutes_text = ""
		march.save()
		finding = self.finding()
		self.assertEqual(finding.result, "Not Met")
		self.assertIn("5/6 (83,3 %) tháng có biên bản sinh hoạt thường lệ; thiếu: tháng 3", finding.summary)
		[missing] = finding.missing
		self.assertEqual(
			(missing["due_on"], missing["action"]["defaults"]), ("2026-03-31", {"name": march.name})
		)
		row = next(row for row in finding.rows if row["name"] == march.name)
		self.assertEqual(
			(row["ok"], row["note"], row["label"]), (False, "chưa có biên bản", march.title.split(" — ")[0])
		)
		march.minutes_text = "Biên bản"
		march.save()
		self.assertEqual(self.finding().result, "Met")

	def test_a_missing_thematic_meeting_offers_a_new_one_in_its_quarter(self) -> None:
		self.thematic[1].delete()
		[missing] = self.finding().missing
		self.assertIn("quý II", missing["label"])
		defaults = {
			"organization": self.tree.cell_a,
			"meeting_kind": kinds.THEMATIC,
			"meeting_date": "2026-06-30",
		}
		self.assertEqual(missing["action"], {"doctype": "Meeting", "defaults": defaults})

	def test_what_is_still_in_time_is_told_apart_from_what_is_missing(self) -> None:
		self.regular[5].delete()
		context = self.context(self.tree.cell_a, as_of=date(2026, 6, 20))
		self.assertEqual(criteria.cell_regular_and_thematic(context).missing, [])
		[ahead] = criteria.still_ahead("cell_regular_and_thematic", context)
		self.assertEqual(
			(ahead["due_on"], ahead["action"]["defaults"]["meeting_date"]), ("2026-06-30", "2026-06-20")
		)

	def test_a_setting_of_the_framework_asks_for_more(self) -> None:
		finding = self.judge("cell_regular_and_thematic", self.tree.cell_a, thematic_per_quarter="2")
		self.assertEqual(finding.result, "Not Met")

	def test_other_cells_do_not_count(self) -> None:
		finding = registry.compute("cell_regular_and_thematic", self.context(self.tree.cell_b))
		self.assertEqual((finding.result, finding.rows), ("Not Met", []))

	def test_quality_waits_for_scores_and_then_turns_both_ways(self) -> None:
		self.assertEqual(self.quality("80").result, "Awaiting Rating")
		for meeting, grade in zip(self.regular, ["Good"] * 5 + ["Fair"], strict=True):
			values = {"quality_grade": grade, "quality_points": 95 if grade == "Good" else 80}
			frappe.db.set_value("Meeting", meeting.name, values)
		finding = self.quality("80")
		self.assertEqual(
			(finding.result, finding.summary),
			("Met", "5/6 (83,3 %) tháng có buổi sinh hoạt xếp loại tốt; yêu cầu từ 80 %"),
		)
		self.assertEqual(
			[(row["ok"], row["note"]) for row in finding.rows],
			[(True, "95 điểm, tốt")] * 5 + [(False, "80 điểm, khá. Chưa xếp Tốt vì còn thiếu 10 điểm.")],
		)
		self.assertEqual(self.quality("85").result, "Not Met")

	def test_quality_cannot_be_told_where_nobody_has_set_the_share(self) -> None:
		for meeting in self.regular[:5]:
			frappe.db.set_value("Meeting", meeting.name, "quality_grade", "Good")
		frappe.db.set_value("Meeting", self.regular[5].name, "quality_grade", "Fair")
		finding = self.quality("")
		self.assertEqual(finding.result, "Awaiting Rating")
		self.assertIn("tỉnh chưa quy định tỷ lệ", finding.summary)
		frappe.db.set_value("Meeting", self.regular[5].name, "quality_grade", "Good")
		self.assertEqual(self.quality("").result, "Met")

	def quality(self, least: str) -> registry.Finding:
		return self.judge("meeting_quality", self.tree.cell_a, good_meeting_share_percent=least)

	def test_many_cells_take_as_many_queries_as_one(self) -> None:
		def queries(contexts: list[Context]) -> int:
			before = len(ran)
			criteria.bulk("cell_regular_and_thematic", contexts)
			return len(ran) - before

		ran: list[str] = []
		plain = frappe.db.sql
		frappe.db.sql = lambda query, *rest, **more: (ran.append(str(query)), plain(query, *rest, **more))[1]
		try:
			one = [self.context(self.tree.cell_a)]
			many = [self.context(name) for name in (self.tree.cell_a, self.tree.cell_b, self.tree.other_cell)]
			self.assertGreater(queries(one), 0)
			self.assertEqual(queries(one), queries(many))
		finally:
			frappe.db.sql = plain


class TestCommittee(CriteriaTestCase):
	def test_sequence(self) -> None:
		meeting = self.committee_meeting()
		self.assertEqual(self.committee_result("committee_sequence"), "Not Met")
		standing = self.committee_meeting(kinds.STANDING_COMMITTEE, "2026-05-15", held=False, minuted=False)
		meeting.prepared_by_meeting = standing.name
		meeting.save()
		self.assertEqual(self.committee_result("committee_sequence"), "Not Met")  # planned, never held
		standing.start_time, standing.headcount_present = "08:00", 5
		standing.save()
		self.assertEqual(self.committee_result("committee_sequence"), "Met")

	def test_papers_three_days_ahead(self) -> None:
		meeting = self.committee_meeting(papers=[{"title": "Dự thảo", "sent_at": "2026-05-18 07:00:00"}])
		self.assertEqual(self.committee_result("papers_ahead"), "Not Met")
		self.assertEqual(self.committee_result("papers_ahead", papers_ahead_days="2"), "Met")
		meeting.papers[0].sent_at = "2026-05-17 23:00:00"
		meeting.save()
		self.assertEqual(self.committee_result("papers_ahead"), "Met")
		meeting.append("papers", {"title": "Phụ lục"})
		meeting.save()
		self.assertEqual(self.committee_result("papers_ahead"), "Not Met")

	def test_agenda_followed(self) -> None:
		self.check_agenda("agenda_followed", kinds.PARTY_COMMITTEE)

	def test_agenda_of_the_whole_organisation_followed(self) -> None:
		self.check_agenda("whole_organization_agenda_followed", kinds.WHOLE_ORGANIZATION)

	def check_agenda(self, key: str, kind: str) -> None:
		meeting = self.committee_meeting(kind, agenda=[{"topic": "Một", "is_done": 1}, {"topic": "Hai"}])
		self.assertEqual(self.committee_result(key), "Not Met")
		meeting.agenda[1].is_done = 1
		meeting.save()
		self.assertEqual(self.committee_result(key), "Met")

	def test_minutes_archived(self) -> None:
		meeting = self.committee_meeting()
		self.assertEqual(self.committee_result("minutes_archived"), "Not Met")
		meeting.minutes_approved_on = "2026-05-22"
		meeting.save()
		self.assertEqual(self.committee_result("minutes_archived"), "Not Met")
		file = {"file_name": "bien-ban.pdf", "content": b"%PDF-1.4\n%%EOF\n", "is_private": 1}
		to = {"attached_to_doctype": "Meeting", "attached_to_name": meeting.name}
		meeting.minutes_file = frappe.get_doc(doctype="File", **file, **to).insert().file_url
		meeting.save()
		self.assertEqual(self.committee_result("minutes_archived"), "Met")
		meeting.minutes_approved_on = None
		meeting.save()
		self.assertEqual(self.committee_result("minutes_archived"), "Not Met")

	def test_whole_organization_once_a_half_year_where_the_framework_binds_it(self) -> None:
		self.assertEqual(self.committee_result("whole_organization_meetings", **BINDING), "Not Met")
		meeting = self.committee_meeting(kinds.WHOLE_ORGANIZATION, "2026-06-28")
		finding = self.judge("whole_organization_meetings", self.tree.grassroots, **BINDING)
		self.assertEqual((finding.result, finding.summary), ("Met", "1/1 kỳ 6 tháng có biên bản họp đảng bộ"))
		meeting.minutes_text = ""
		meeting.save()
		self.assertEqual(self.committee_result("whole_organization_meetings", **BINDING), "Not Met")

	def test_a_meeting_early_in_july_serves_the_first_half(self) -> None:
		"""The six-month review asks for it after its last day; how long after is the province's to say."""
		self.committee_meeting(kinds.WHOLE_ORGANIZATION, "2026-07-08")
		self.assertEqual(self.committee_result("whole_organization_meetings", **BINDING), "Met")
		tighter = self.committee_result(
			"whole_organization_meetings", whole_organization_days_after="7", **BINDING
		)
		self.assertEqual(tighter, "Not Met")

	def test_the_one_in_july_is_asked_for_its_preparation_and_agenda_too(self) -> None:
		criteria_of_it = ("preparation", "whole_organization_agenda_followed")
		self.assertEqual(
			[self.committee_result(key, **BINDING) for key in criteria_of_it], ["Not Met", "Not Met"]
		)
		papers = [{"title": "Báo cáo", "sent_at": "2026-07-01 08:00:00"}]
		meeting = self.committee_meeting(kinds.WHOLE_ORGANIZATION, "2026-07-08", papers=papers)
		meeting.append("agenda", {"topic": "Sơ kết", "is_done": 1})
		meeting.save()
		self.assertEqual([self.committee_result(key, **BINDING) for key in criteria_of_it], ["Met", "Met"])
		meeting.agenda[0].is_done = 0
		meeting.save()
		self.assertEqual(
			[self.committee_result(key, **BINDING) for key in criteria_of_it], ["Met", "Not Met"]
		)

	def test_a_framework_as_shipped_binds_no_half_of_the_year(self) -> None:
		finding = self.judge("whole_organization_meetings", self.tree.grassroots)
		self.assertEqual((finding.result, finding.missing), ("Not Yet Due", []))

	def test_preparation(self) -> None:
		papers = [{"title": "Báo cáo", "sent_at": "2026-06-26 08:00:00"}]
		meeting = self.committee_meeting(kinds.WHOLE_ORGANIZATION, "2026-06-28", papers=papers)
		self.assertEqual(self.committee_result("preparation"), "Not Met")
		meeting.append("agenda", {"topic": "Sơ kết"})
		meeting.save()
		self.assertEqual(self.committee_result("preparation"), "Met")

	def test_every_meeting_criterion_of_the_registry_answers_in_vietnamese(self) -> None:
		for key in criteria.CALCULATORS:
			finding = registry.compute(key, self.context(self.tree.grassroots))
			self.assertNotRegex(finding.summary, r"\b(meeting|the|held|due)\b", key)
