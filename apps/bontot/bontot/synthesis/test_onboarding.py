"""The introductions on the workspaces: whom they are shown, that they lead somewhere, whose progress is whose."""

import json

import frappe
from frappe.desk.desktop import get_desktop_page

from bontot import arguments
from bontot.organization.testing import create_test_organization, create_test_seat
from bontot.synthesis import onboarding
from bontot.tests.case import BontotTestCase

UNIT, APPRAISAL, COMMISSION = "Cell Secretary", "Appraisal", "Organization Commission"
# Who is shown which introduction on which workspace.
SHOWN = (
	("bi_thu_chi_bo", UNIT, ["Getting to Know the Unit"]),
	("can_bo_van_phong", UNIT, ["Getting to Know the Unit"]),
	("can_bo_tham_dinh", APPRAISAL, ["Getting to Know Appraisal"]),
	("can_bo_kiem_tra", APPRAISAL, ["Getting to Know Inspection"]),
	("can_bo_btc_tinh", COMMISSION, ["Getting to Know the Commission"]),
	("theo_doi", COMMISSION, ["Getting to Know Oversight"]),
)


class TestOnboarding(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.province = create_test_organization("tinh")

	def person(self, position: str) -> str:
		return create_test_seat(self.province, position).user

	def shown(self, user: str, workspace: str) -> list[dict]:
		with self.set_user(user):
			page = json.dumps({"name": workspace, "title": workspace, "public": 1})
			return get_desktop_page(page)["onboardings"]["items"]

	def done(self, user: str, step: str, field: str = "is_complete") -> None:
		with self.set_user(user):
			onboarding.update_onboarding_step(step, field, 1)

	def test_each_is_shown_the_own_one_and_every_step_leads_where_the_person_may_go(self) -> None:
		for position, workspace, expected in SHOWN:
			user = self.person(position)
			items = self.shown(user, workspace)
			with self.subTest(position):
				self.assertEqual([item["title"] for item in items], self.titles(expected))
			for step in items[0]["items"]:
				with self.subTest(position, step=step.name), self.set_user(user):
					self.assertTrue(self.opens(step.path.partition("/")[0]), step.path)

	def titles(self, names: list[str]) -> list[str]:
		return [frappe.db.get_value("Module Onboarding", name, "title") for name in names]

	def opens(self, slug: str) -> bool:
		if frappe.db.exists("Page", slug):
			return frappe.get_doc("Page", slug).is_permitted()
		[doctype] = [
			name for name in frappe.get_all("DocType", pluck="name") if slug == name.lower().replace(" ", "-")
		]
		return frappe.has_permission(doctype, "read")

	def test_every_workspace_of_ours_shows_one_and_every_one_is_shown(self) -> None:
		named = []
		for workspace in (UNIT, APPRAISAL, COMMISSION):
			blocks = json.loads(frappe.db.get_value("Workspace", workspace, "content"))
			found = [block["data"]["onboarding_name"] for block in blocks if block["type"] == "onboarding"]
			self.assertTrue(found, workspace)
			named += found
		self.assertEqual(
			sorted(named), sorted(frappe.get_all("Module Onboarding", {"module": "Synthesis"}, pluck="name"))
		)

	def test_progress_is_each_persons_own(self) -> None:
		me, other = self.person("bi_thu_chi_bo"), self.person("bi_thu_chi_bo")
		steps = [step.name for step in self.shown(me, UNIT)[0]["items"]]
		self.done(me, steps[0])
		self.done(me, steps[1], "is_skipped")
		first, second, third = self.shown(me, UNIT)[0]["items"][:3]
		self.assertEqual((first.is_complete, second.is_skipped, third.is_complete), (1, 1, 0))
		self.assertEqual(
			{step.is_complete + step.is_skipped for step in self.shown(other, UNIT)[0]["items"]}, {0}
		)
		for step in steps[2:]:
			self.done(me, step)
		self.assertEqual(self.shown(me, UNIT), [])
		self.assertEqual(len(self.shown(other, UNIT)), 1)
		for step in steps:  # nothing is written that all would read
			kept = frappe.db.get_value("Onboarding Step", step, ["is_complete", "is_skipped"])
			self.assertEqual(kept, (0, 0))

	def test_no_other_field_and_no_other_document(self) -> None:
		me = self.person("bi_thu_chi_bo")
		with self.assertRefused(arguments.ArgumentError):
			self.done(me, "Record a Meeting", "title")
		self.done(me, "no such step")
		with self.set_user(me):
			self.assertEqual(onboarding.progress(), {})

	def test_the_frameworks_own_begin_for_nobody(self) -> None:
		for name in frappe.get_all("Module Onboarding", {"module": ("!=", "Synthesis")}, pluck="name"):
			self.assertEqual(frappe.get_doc("Module Onboarding", name).get_allowed_roles(), [], name)
		bootinfo = frappe._dict(onboarding_tours=[["Main Workspace Tour", ["Workspaces"]]])
		onboarding.leave_tours_away(bootinfo)
		self.assertEqual(bootinfo.onboarding_tours, [])
