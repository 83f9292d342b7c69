import frappe

from bontot.organization.testing import create_test_organization
from bontot.tests.case import BontotTestCase


class TestOrganizationSector(BontotTestCase):
	def test_old_and_new_kinds_of_place_are_there(self):
		"""Thị trấn ended on 30/6/2025 and stays readable for the years before."""
		codes = set(frappe.get_all("Organization Sector", pluck="name"))
		self.assertLessEqual({"xa", "phuong", "dac_khu", "thi_tran", "thon_ban_tdp", "co_quan"}, codes)

	def test_an_organization_names_a_sector_that_exists(self):
		with self.assertRefused(frappe.LinkValidationError):
			create_test_organization("tinh", sector="khong_co")
		self.assertEqual(create_test_organization("tinh", sector="khac").sector, "khac")

	def test_a_code_stays(self):
		sector = frappe.get_doc("Organization Sector", "khac")
		sector.code = "doi_ma"
		sector.save()  # the framework keeps a code that names the document in step with the name
		self.assertEqual(frappe.db.get_value("Organization Sector", "khac", "code"), "khac")
		self.assertFalse(frappe.db.exists("Organization Sector", {"code": "doi_ma"}))
