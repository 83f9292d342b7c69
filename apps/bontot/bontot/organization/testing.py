"""Factories for tests of this and every later module. Everything they make is rolled back with the test."""

from datetime import date
from types import SimpleNamespace

import frappe
from frappe.utils import nowdate

from bontot.organization.access.accounts import create_account

FOUNDED = "2020-01-01"


def create_test_organization(kind: str, parent: str | None = None, name: str | None = None, **values):
	"""A living organisation of `kind` (its code), founded 1/1/2020."""
	values.setdefault("valid_from", FOUNDED)
	name = (
		name
		or f"{frappe.db.get_value('Organization Kind', kind, 'kind_name')} {frappe.generate_hash(length=6)}"
	)
	doc = frappe.get_doc(
		{
			"doctype": "Party Organization",
			"organization_name": name,
			"kind": kind,
			"parent_organization": parent,
			**values,
		}
	)
	return doc.insert()


def create_test_tree() -> SimpleNamespace:
	"""Names of the organisations of a small province.

	province (tinh)
	├── body (truc_thuoc_tinh) ── grassroots (dang_bo_co_so) ── cell_a, cell_b (chi_bo_truc_thuoc)
	├── commune (dang_bo_co_so) ── commune_cell (chi_bo_truc_thuoc)
	├── agency_cell (chi_bo_co_so)
	└── other_body ── other_grassroots ── other_cell
	"""
	tree = SimpleNamespace()

	def add(key: str, kind: str, parent: str | None, label: str) -> None:
		above = getattr(tree, parent) if parent else None
		setattr(tree, key, create_test_organization(kind, above, label).name)

	add("province", "tinh", None, "Đảng bộ tỉnh Thử Nghiệm")
	add("body", "truc_thuoc_tinh", "province", "Đảng bộ Ủy ban nhân dân tỉnh")
	add("grassroots", "dang_bo_co_so", "body", "Đảng bộ Sở Nông nghiệp và Môi trường")
	add("cell_a", "chi_bo_truc_thuoc", "grassroots", "Chi bộ Văn phòng")
	add("cell_b", "chi_bo_truc_thuoc", "grassroots", "Chi bộ Thanh tra")
	add("commune", "dang_bo_co_so", "province", "Đảng bộ xã Bản Mẻ")
	add("commune_cell", "chi_bo_truc_thuoc", "commune", "Chi bộ thôn Nà Mèo")
	add("agency_cell", "chi_bo_co_so", "province", "Chi bộ cơ sở Ban Quản lý")
	add("other_body", "truc_thuoc_tinh", "province", "Đảng bộ các cơ quan Đảng tỉnh")
	add("other_grassroots", "dang_bo_co_so", "other_body", "Đảng bộ Văn phòng Tỉnh ủy")
	add("other_cell", "chi_bo_truc_thuoc", "other_grassroots", "Chi bộ Phòng Tổng hợp")
	return tree


def create_test_user(
	full_name: str = "Nguyễn Văn Thử", email: str | None = None, password: str | None = None
) -> str:
	"""Name of a new account without seat and roles."""
	return create_account(full_name, email or f"{frappe.generate_hash(length=10)}@thu.example", password)


def create_test_seat(
	organization: str,
	position: str,
	user: str | None = None,
	from_date: date | str = FOUNDED,
	to_date: date | str | None = None,
):
	"""A seat with its account made when none is given; the user's roles follow at once."""
	return frappe.get_doc(
		{
			"doctype": "Seat",
			"organization": organization,
			"position": position,
			"user": user or create_test_user(),
			"from_date": from_date,
			"to_date": to_date,
		}
	).insert()


def create_test_delegation(
	seat: str, borrower: str, from_date: date | str | None = None, to_date: date | str | None = None
):
	"""The seat lent for today, or for the days given."""
	return frappe.get_doc(
		{
			"doctype": "Delegation",
			"seat": seat,
			"borrower": borrower,
			"from_date": from_date or nowdate(),
			"to_date": to_date or from_date or nowdate(),
			"reason": "Đi công tác",
		}
	).insert()


def create_test_member(organization: str, **values):
	"""A full member of long standing."""
	values.setdefault("full_name", "Hoàng Thị Đào")
	values.setdefault("state", "Full")
	values.setdefault("admission_date", "2010-02-03")
	values.setdefault("official_date", "2011-02-03")
	return frappe.get_doc({"doctype": "Party Member", "organization": organization, **values}).insert()
