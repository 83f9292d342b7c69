"""A proposal names its own branch only, and becomes one decision at a time; which is what was proposed, or says why not."""

from datetime import date
from unittest import mock

import frappe

from bontot.compat import connect_apart
from bontot.organization import tree
from bontot.organization.access import approvable
from bontot.organization.errors import (
	DepartureUnexplainedError,
	OnlyByApprovalError,
	ProposalBranchError,
	ProposalNotAgreedError,
	ProposalUsedError,
	ReorganizationProblemError,
	TargetNotReadableError,
)
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.outbox import rules
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, proposal_api, proposals, rows, service
from bontot.reorganization.testing import (
	agree_to,
	create_test_proposal,
	create_test_reorganization,
	reorganize,
)
from bontot.tests.case import BontotTestCase

DAY = "2023-07-01"
SAID = ("12-QĐ/TU", date(2023, 6, 20), "Ban Thường vụ Tỉnh ủy")


class ProposalTestCase(BontotTestCase):
	"""The grassroots organisation proposes to merge its cell B into its cell A."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.merge = {"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a}
		self.rename = {"act": "Rename", "organization": self.tree.cell_a, "new_name": "Chi bộ Một"}
		self.split = {
			"act": "Split",
			"organization": self.tree.cell_a,
			"new_name": "Chi bộ Mới",
			"source_continues": 1,
		}
		self.secretary = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def share(self, record: str, share_of: str = "Party Member", source: str = "") -> dict:
		return {
			"source": source or self.tree.cell_a,
			"share_of": share_of,
			"record": record,
			"goes_to_new": "Chi bộ Mới",
		}

	def proposed(self, *acts: dict, **values):
		return create_test_proposal(self.tree.grassroots, list(acts) or [self.merge], **values)

	def agreed(self, *acts: dict, **values):
		return agree_to(self.proposed(*acts, **values))

	def made(self, proposal, user: str | None = None):
		with self.set_user(user or self.commission):
			return frappe.get_doc(proposals.DECISION, proposal_api.make_decision(proposal.name, *SAID))

	def carry_out(self, decision) -> None:
		run_now(service.enter(decision.name)["task"])
		decision.reload()
		self.assertEqual(decision.state, "Applied")

	def outcome(self, proposal, user: str | None = None) -> list[dict]:
		return proposals.outcome(proposal, user or self.secretary)


class TestItsBranch(ProposalTestCase):
	def test_nothing_outside_is_named_by_any_row(self) -> None:
		t, merge, split, share = self.tree, self.merge, self.split, self.share
		strange = create_test_member(t.other_cell, full_name="Người lạ").name
		seat = create_test_seat(t.other_cell, "bi_thu_chi_bo").name
		cases = (
			("an organisation beside", [merge | {"organization": t.other_cell}], []),
			("one above", [self.rename | {"organization": t.body}], []),
			("as the target", [merge | {"target": t.other_cell}], []),
			("in the second row", [merge, self.rename | {"organization": t.other_cell}], []),
			("as what is shared out", [split], [share(strange, source=t.other_cell)]),
			("a member of others", [split], [share(strange)]),
			("a seat of others", [split], [share(seat, "Seat")]),
			("an organisation of others", [split], [share(t.other_cell, "Party Organization")]),
			("of another kind", [split], [share(self.secretary, "User")]),
		)
		saved = self.proposed(split)
		for title, acts, shares in cases:
			with self.subTest(title), self.set_user(self.secretary):
				with self.assertRefused(ProposalBranchError):
					self.proposed(*acts, shares=shares)
				doc = frappe.get_doc(proposals.DOCTYPE, saved.name)
				doc.set("acts", acts)
				doc.set("shares", shares)
				with self.assertRefused(ProposalBranchError):
					doc.save()
		own = create_test_member(t.cell_a, full_name="Lò Văn Pánh").name
		with self.set_user(self.secretary):
			doc = self.proposed(split, shares=[share(own)])
			self.assertEqual(doc.shares[0].record_title, "Lò Văn Pánh")
			with mock.patch.object(rows, "outside", return_value=[]):  # control
				doc = self.proposed(split, shares=[share(strange)])
			self.assertEqual(doc.shares[0].record_title, "Người lạ")

	def test_of_others_no_name_is_told(self) -> None:
		"""Neither by a decision of a branch, nor by whose a code is."""
		t, posted = self.tree, create_test_seat(self.tree.body, "can_bo_btc_tinh").user
		strange = create_test_member(t.other_cell, full_name="Người lạ").name
		split = self.split | {"organization": t.other_cell}
		shares = [self.share(strange, source=t.other_cell)]
		with self.set_user(posted):
			doc = create_test_reorganization(t.body, DAY, [split], shares)
			self.assertEqual((doc.shares[0].record_title, preview.share_rows(doc)), ("", []))
		doc = create_test_reorganization(t.province, DAY, [split], shares)  # in whose branch it is
		self.assertEqual(doc.shares[0].record_title, "Người lạ")
		frappe.db.set_value(tree.DOCTYPE, t.other_cell, "code", "99.1")
		found = {"act": "Found", "new_name": "Mới", "new_kind": "chi_bo_truc_thuoc", "new_code": "99.1"}
		found["target"] = t.grassroots
		whole = create_test_reorganization(t.province, DAY, [found])
		for asked, told in ((self.proposed(found), False), (whole, True)):
			((problem),) = preview.describe(asked)["problems"]
			self.assertEqual("Chi bộ Phòng Tổng hợp" in problem["message"], told)

	def test_what_left_the_branch_meanwhile_is_said_by_row_and_not_counted(self) -> None:
		"""Proposed of the organisation itself too, so that the plan reaches above it."""
		create_test_member(self.tree.cell_b)
		itself = self.rename | {"organization": self.tree.grassroots}
		away = self.split | {"organization": self.tree.cell_b}
		proposal = self.proposed(itself, away, effective_date="2024-01-01")
		self.assertTrue(proposal_api.get_share_rows(proposal.name))
		move = {"act": "Move", "organization": self.tree.cell_b, "target": self.tree.commune}
		reorganize(self.tree.province, DAY, [move])
		with self.set_user(self.secretary):
			seen = proposal_api.get_preview(proposal.name)
			self.assertIn(2, [problem["row"] for problem in seen["problems"]])
			self.assertEqual((seen["organizations"], seen["lines"], seen["people"]), ([], [], []))
			self.assertEqual(proposal_api.get_share_rows(proposal.name), [])

	def test_which_branch_decides_and_what_the_preview_says(self) -> None:
		"""Below itself the branch does; about itself the organisation above has to, whose seats are not told."""
		create_test_seat(self.tree.body, "bi_thu_dang_uy")
		for _turn in range(3):
			create_test_member(self.tree.cell_b)
		itself = self.split | {"organization": self.tree.grassroots, "new_name": "Đảng bộ Tách"}
		for acts, branch in (([self.merge], self.tree.grassroots), ([self.merge, itself], self.tree.body)):
			proposal = self.proposed(*acts)
			self.assertEqual(proposal.deciding_branch(), branch)
			with self.set_user(self.secretary):
				told = proposal_api.get_preview(proposal.name)
			decided = preview.describe(create_test_reorganization(branch, DAY, acts))
			self.assertEqual((told["problems"], bool(told["organizations"])), ([], True))
			self.assertEqual(
				[told[key] for key in ("organizations", "lines")],
				[decided[key] for key in ("organizations", "lines")],
			)
			above = {row["organization"] for row in decided["people"]} - {
				row["organization"] for row in told["people"]
			}
			self.assertEqual(above, {self.tree.body} if branch == self.tree.body else set())

	def test_whom_it_is_shown(self) -> None:
		proposal = self.proposed()
		stranger = create_test_seat(self.tree.other_grassroots, "bi_thu_dang_uy").user
		reader = create_test_seat(self.tree.body, "theo_doi").user
		people = (
			(stranger, False, False),
			(reader, True, False),
			(self.secretary, True, True),
			(self.commission, True, True),
		)
		for user, reads, writes in people:
			for ask, may in ((proposal_api.get_preview, reads), (proposal_api.get_share_rows, writes)):
				with self.subTest(user, ask=ask), self.set_user(user):
					if may:
						ask(proposal.name)
					else:
						with self.assertRefused(frappe.PermissionError):
							ask(proposal.name)
			with self.set_user(user):
				mine = {"parent": proposal.name}
				found = frappe.get_list("Reorganization Act", mine, parent_doctype=proposals.DOCTYPE)
				self.assertEqual(len(found), int(reads))
				likely = {"organization": self.tree.grassroots} if user == self.secretary else None
				self.assertIn(
					proposal_api.propose(),
					[likely] if likely else [{}, {"organization": self.tree.other_grassroots}],
				)


class TestTheDecision(ProposalTestCase):
	def test_nothing_is_typed_again(self) -> None:
		share = self.share(create_test_member(self.tree.cell_a).name)
		proposal = frappe.get_doc(proposals.DOCTYPE, self.agreed(self.split, shares=[share]).name)
		decision = self.made(proposal)
		for field in ("title", "effective_date", "organization"):
			self.assertEqual(decision.get(field), proposal.get(field))
		self.assertEqual((decision.proposal, decision.state), (proposal.name, "Draft"))
		self.assertEqual((decision.decision_number, decision.decision_date, decision.decision_issuer), SAID)
		for table in rows.TABLES:
			both = [[rows.values_of(row) for row in doc.get(table)] for doc in (decision, proposal)]
			self.assertEqual(both[0], both[1])
		self.assertEqual(decision.shares[0].record_title, "Hoàng Thị Đào")
		self.assertEqual(proposals.departures_of(decision), [])
		decision.proposal = None  # nobody says by a form of which proposal it is
		decision.save()
		self.assertEqual(decision.proposal, proposal.name)
		forged = create_test_reorganization(self.tree.grassroots, DAY, [self.merge], proposal=proposal.name)
		self.assertIsNone(forged.proposal)
		self.carry_out(forged)  # direct entry goes on without one
		with self.set_user(self.commission):
			self.assertEqual(proposals.last_issuer(), SAID[2])

	def test_who_makes_it(self) -> None:
		t, proposal = self.tree, self.agreed()
		posted = create_test_seat(t.body, "can_bo_btc_tinh").user
		elsewhere = create_test_seat(t.other_body, "can_bo_btc_tinh").user
		appraiser = create_test_seat(t.province, "can_bo_tham_dinh").user
		itself = agree_to(create_test_proposal(t.body, [self.rename | {"organization": t.body}]))
		for one, people in (
			(proposal, (self.secretary, elsewhere, appraiser)),
			(itself, (posted, appraiser)),
		):
			for user in people:
				error = TargetNotReadableError if user == elsewhere else frappe.PermissionError
				with self.subTest(user), self.assertRefused(error):
					self.made(one, user)
				self.assertFalse(proposals.may_decide(one, user))
		for one, user in ((proposal, posted), (itself, self.commission)):
			self.assertTrue(proposals.may_decide(one, user))
			self.assertIn(one.name, [row.name for row in proposals.to_be_decided(user)])
			self.made(one, user)
			self.assertEqual(proposals.to_be_decided(user), [])
		((told),) = self.outcome(itself, create_test_seat(t.body, "bi_thu_dang_uy").user)
		self.assertEqual((told["readable"], told["decision_number"]), (False, SAID[0]))

	def test_one_stands_at_a_time_of_what_is_in_force(self) -> None:
		with self.assertRefused(ProposalNotAgreedError):
			self.made(self.proposed())
		proposal = self.agreed()
		first = self.made(proposal)
		self.assert_used(proposal)
		first.delete()  # a draft
		second = self.made(proposal)
		self.carry_out(second)
		self.assert_used(proposal)
		run_now(service.start_undo(second.name)["task"])
		self.assertEqual([row["state"] for row in self.outcome(proposal)], ["Undone"])
		third = self.made(proposal)
		self.assertEqual({row["name"] for row in self.outcome(proposal)}, {second.name, third.name})
		third.delete()
		approvable.cancel(frappe.get_doc(proposals.DOCTYPE, proposal.name))
		with self.assertRefused(ProposalNotAgreedError):
			self.made(proposal)

	def assert_used(self, proposal) -> None:
		with self.assertRefused(ProposalUsedError):
			self.made(proposal)
		with self.assertRefused(ProposalUsedError):
			approvable.cancel(frappe.get_doc(proposals.DOCTYPE, proposal.name))

	def test_what_departs_is_shown_and_explained(self) -> None:
		proposal = self.agreed(self.merge, self.rename)
		decision = self.made(proposal)
		decision.acts[1].new_name = "Chi bộ Hai"
		decision.append("acts", {"act": "Rename", "organization": self.tree.cell_b, "new_name": "Chi bộ Ba"})
		decision.acts = decision.acts[1:]
		decision.effective_date = "2023-08-01"
		decision.save()
		lines = proposals.departures_of(decision)
		self.assertEqual((lines[0]["proposed"], lines[0]["decided"]), ("01/07/2023", "01/08/2023"))
		wanted = [("Chi bộ Thanh tra", ""), ("Chi bộ Một", "Chi bộ Hai"), ("", "Chi bộ Ba")]
		self.assertEqual(len(lines), 1 + len(wanted))
		for line, (proposed, decided) in zip(lines[1:], wanted, strict=True):
			for said, words in ((line["proposed"], proposed), (line["decided"], decided)):
				self.assertIn(words, said)
				self.assertEqual(bool(said), bool(words))
		with self.assertRefused(DepartureUnexplainedError):
			service.enter(decision.name)
		self.assertEqual(self.outcome(proposal)[0]["departs_because"], "")
		decision.departs_because = "Trùng tên chi bộ khác"
		decision.save()
		self.carry_out(decision)
		((told),) = self.outcome(proposal)
		self.assertEqual((told["state"], told["departs_because"]), ("Applied", "Trùng tên chi bộ khác"))
		where = [[line["what"] for line in found] for found in (told["departures"], lines)]
		self.assertEqual(where[0], where[1])


class TestMadeMeanwhile(ProposalTestCase):
	"""Alone in its class: another connection writes, and tests before it would hold locks until their class has ended."""

	def test_who_waited_for_the_proposal_sees_the_decision_made_meanwhile(self) -> None:
		proposal = self.agreed()
		frappe.db.get_value(
			proposals.DECISION, {"proposal": proposal.name}
		)  # this transaction's snapshot has none
		apart = connect_apart()
		self.addCleanup(apart.close)
		table = frappe.qb.DocType(proposals.DECISION)
		name = f"KIEM-TRA-{frappe.generate_hash(length=8)}"
		row = frappe.qb.into(table).columns(table.name, table.proposal, table.state, table.title)
		mine, frappe.local.db = frappe.local.db, apart
		try:
			row.insert(name, proposal.name, "Draft", "12-QĐ/TU").run()
			apart.commit()  # another person's decision stands, and this transaction began before
		finally:
			frappe.local.db = mine
		self.addCleanup(self.delete_apart, apart, table, name)
		self.assertEqual(proposals.why_used(proposal), "")  # control: what a read that locks nothing sees
		try:
			with self.assertRefused(ProposalUsedError):
				proposals.require_unused(proposal)
		except (
			frappe.db.OperationalError
		) as error:  # with innodb_snapshot_isolation: the whole act runs again
			self.assertTrue(rules.is_conflict(error), error)

	def delete_apart(self, apart, table, name: str) -> None:
		frappe.db.rollback()  # it holds the row
		mine, frappe.local.db = frappe.local.db, apart
		try:
			frappe.qb.from_(table).delete().where(table.name == name).run()
			apart.commit()  # it was committed above
		finally:
			frappe.local.db = mine


class TestOnlyByItsApproval(ProposalTestCase):
	def test_in_force_and_out_of_it(self) -> None:
		with self.assertRefused(OnlyByApprovalError):
			self.proposed().submit()
		with self.assertRefused(ReorganizationProblemError):
			agree_to(self.proposed(self.merge, self.merge))
		with self.assertRefused(OnlyByApprovalError):
			frappe.get_doc(proposals.DOCTYPE, self.agreed().name).cancel()

	def test_names_of_what_is_shared_out_stay_as_they_were_sent(self) -> None:
		def digest() -> str:
			return approvable.content_digest(frappe.get_doc(proposals.DOCTYPE, proposal.name))

		member = create_test_member(self.tree.cell_a)
		proposal = self.proposed(self.split, shares=[self.share(member.name)])
		before = digest()
		member.full_name = "Lò Văn Bánh"
		member.save()
		agree_to(proposal)
		self.assertEqual(digest(), before)
