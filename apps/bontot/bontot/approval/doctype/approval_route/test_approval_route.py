import frappe

from bontot.approval import setup
from bontot.approval.core import errors
from bontot.approval.core.shipped import SHIPPED, VACANT_DAYS
from bontot.tests.case import BontotTestCase


def create_test_route(*steps: tuple[str, str], **values: object):
	"""A route, not inserted; steps are (level, act)."""
	content = {
		"doctype": "Approval Route",
		"title": "Quy trình thử",
		"document_kind": "Evaluation",
		"period_kind": "Year",
	}
	rows = [{"level": level, "act": act, "days_allowed": 5} for level, act in steps]
	return frappe.get_doc({**content, "valid_from": "2026-01-01", "steps": rows, **values})


class TestApprovalRoute(BontotTestCase):
	def test_a_document_ends_with_an_appraisal_or_a_decision(self):
		for act in ("Appraise", "Decide"):
			route = create_test_route(("tinh", act), document_kind="Framework Overlay").insert()
			self.assertFalse(route.period_kind)  # it belongs to no period

	def test_steps(self):
		sound = (("co_so", "Appraise"), ("tinh", "Decide"))
		create_test_route(*sound).insert()
		create_test_route(("co_so", "Appraise"), ("tinh", "Appraise"), period_kind="Six-Month").insert()
		cases = (
			("decides in the middle", (("co_so", "Decide"), ("tinh", "Decide")), {}),
			("downwards", (("tinh", "Appraise"), ("co_so", "Decide")), {}),
			("twice", (("co_so", "Appraise"), ("co_so", "Decide")), {}),
			("nobody decides a year", (("co_so", "Appraise"), ("tinh", "Appraise")), {}),
			("ends before it begins", sound, {"valid_to": "2025-01-01"}),
		)
		for title, steps, values in cases:
			with self.subTest(title), self.assertRefused(errors.RouteError):
				create_test_route(*steps, **values).insert()

	def test_days(self):
		route = create_test_route(("tinh", "Decide"))
		route.steps[0].days_allowed = 0
		with self.assertRefused(errors.RouteError):
			route.insert()

	def test_shipped_routes_are_kept_as_the_administrator_left_them(self):
		name = next(iter(SHIPPED))
		frappe.get_doc("Approval Route", name).update(
			{"priority": 77, "title": "Theo quy chế của tỉnh"}
		).save()
		setup.install_routes()
		kept = frappe.get_doc("Approval Route", name)
		self.assertEqual((kept.priority, kept.title), (77, "Theo quy chế của tỉnh"))
		with self.assertRefused(errors.ShippedRouteError):
			kept.delete()

	def test_no_shipped_route_waits_for_ever_at_an_empty_level(self):
		self.assertEqual({route["vacant_days"] for route in SHIPPED.values()}, {VACANT_DAYS})
		self.assertGreater(VACANT_DAYS, 0)
