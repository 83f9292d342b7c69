"""Card number, citizen ID and telephone of members: by today's seats, for the very member, by every way to read them."""

from unittest.mock import patch

import frappe
from frappe.desk.form.load import getdoc
from frappe.utils import add_days, getdate, nowdate

from bontot.guard.query import follow
from bontot.organization import access
from bontot.organization.access import roles
from bontot.organization.errors import LastSeatEndedError
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase

CARD, PHONE = "12345678", "0912345678"


class TestPersonalData(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		places = (self.tree.cell_a, self.tree.other_cell)
		self.here, self.there = (
			create_test_member(place, card_number=CARD, phone=PHONE).name for place in places
		)

	def in_form(self, member: str) -> str | None:
		"""Return the card number as the form brings it; None when the member is out of reach."""
		frappe.local.response = frappe._dict(docs=[])
		try:
			getdoc("Party Member", member)
		except frappe.PermissionError:
			return None
		return frappe.local.response.docs[0].get("card_number") or ""

	def in_list(self) -> dict[str, str | None]:
		rows = frappe.get_list("Party Member", fields=["name", "card_number"], limit_page_length=0)
		return {row.name: row.get("card_number") for row in rows}

	def test_who_writes_there_or_above_and_the_commission_know_it(self):
		wanted = {
			("bi_thu_chi_bo", "cell_a"): (CARD, None),
			("can_bo_van_phong", "body"): (CARD, None),
			("can_bo_tham_dinh", "body"): ("", None),
			("theo_doi", "province"): ("", ""),
			("can_bo_btc_tinh", "province"): (CARD, CARD),
		}
		for (position, place), told in wanted.items():
			user = create_test_seat(getattr(self.tree, place), position).user
			with self.subTest(position), self.set_user(user):
				self.assertEqual((self.in_form(self.here), self.in_form(self.there)), told)
				listed = {name: card for name, card in zip((self.here, self.there), told, strict=True)}
				expected = {name: card or None for name, card in listed.items() if card is not None}
				found = {name: card for name, card in self.in_list().items() if name in expected}
				self.assertEqual(found, expected)

	def test_a_second_seat_elsewhere_does_not_open_it_there(self):
		user = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.assertIn("Personal Data", frappe.get_roles(user))
		create_test_seat(self.tree.other_body, "can_bo_tham_dinh", user)
		with self.set_user(user):
			self.assertEqual((self.in_form(self.here), self.in_form(self.there)), (CARD, ""))
			self.assertEqual(set(self.in_list().values()), {None})
			doc = frappe.get_doc("Party Member", self.here)
			doc.phone = "0987654321"
			doc.save()
		self.assertEqual(frappe.db.get_value("Party Member", self.here, "phone"), "0987654321")

	def test_it_closes_at_the_first_request_of_the_day_after(self):
		user = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", to_date=nowdate()).user
		create_test_seat(self.tree.body, "theo_doi", user)
		with self.set_user(user), patch.object(frappe.db, "commit") as kept:
			roles.follow_day()
			self.assertEqual(self.in_form(self.here), CARD)
			with self.freeze_time(f"{add_days(nowdate(), 1)} 00:00:30"):
				access.forget()
				self.assertIn(
					"Unit Secretary", frappe.get_roles(user), "nobody has synced, so nothing is shown"
				)
				self.assertEqual(
					self.in_form(self.here), "", "seats decide of one member, whatever the roles say"
				)
				roles.follow_day()
				kept.assert_called_once()
				self.assertEqual(set(self.in_list().values()), {None})
				self.assertEqual(set(frappe.get_roles(user)) & set(roles.SYNCED), {"Seat Holder", "Overseer"})
				with patch.object(roles, "sync") as again:
					roles.follow_day()
				again.assert_not_called()

	def test_a_leaver_is_signed_out_by_the_first_request(self):
		user = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", to_date=nowdate()).user
		with self.freeze_time(f"{add_days(nowdate(), 1)} 00:00:30"), self.set_user(user):
			access.forget()
			with patch.object(frappe.db, "commit"), self.assertRefused(LastSeatEndedError):
				roles.follow_day()
			self.assertEqual(set(frappe.get_roles(user)) & set(roles.SYNCED), set())

	def test_for_all_at_once_as_for_one(self):
		people = [
			create_test_seat(getattr(self.tree, place), position).user
			for position, place in (
				("bi_thu_chi_bo", "cell_a"),
				("can_bo_tham_dinh", "body"),
				("can_bo_btc_tinh", "province"),
				("can_bo_van_phong", "grassroots"),
			)
		]
		create_test_seat(self.tree.other_body, "theo_doi", people[0])
		create_test_seat(self.tree.cell_b, "theo_doi", people[3])
		people.append(create_test_user())
		given = roles._granted_to_all(getdate())
		for user in people:
			self.assertEqual({role for one, role in given if one == user}, roles.granted(user))

	def test_versions_say_that_it_changed_and_not_what_it_was(self):
		doc = frappe.get_doc("Party Member", self.here)
		doc.phone, doc.sex = "0987654321", "Female"
		doc.save(ignore_version=False)
		data = frappe.get_last_doc("Version", {"docname": self.here}).data
		self.assertIn('"phone"', data)
		self.assertIn('"Female"', data)
		self.assertFalse({PHONE, "0987654321"} & set(data.split('"')))
		with patch.object(follow, "veiled", lambda doctype, data: data):  # the control
			doc.phone = PHONE
			doc.save(ignore_version=False)
		self.assertIn(PHONE, frappe.get_last_doc("Version", {"docname": self.here}).data)
