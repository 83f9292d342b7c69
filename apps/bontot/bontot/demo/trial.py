"""A throw-away province beside whatever the site holds: `bin/start --check` plays the main job in it and takes it away.

It is a tree of its own, so that neither its periods nor its figures touch anybody else's.
"""

from __future__ import annotations

import json
import os
import secrets
from datetime import date, timedelta

import frappe
from frappe.sessions import clear_sessions
from frappe.utils import getdate
from frappe.utils.password import delete_all_passwords_for

from bontot.criteria.setup import ensure_framework
from bontot.demo.accounts import owner_only
from bontot.obligation import ledger
from bontot.organization import access, tree
from bontot.organization.access.accounts import create_account
from bontot.outbox.conflicts import run_again_on_conflict

MARK = "KIEM-TRA"  # the code of the trial province; there is one at a time
FILE = "trial.json"  # in the site's folder, readable by its owner alone
DOMAIN = "kiemtra.example"  # reserved: no letter reaches anyone

# key, kind, parent, name, accounts (label, position)
UNITS = (
	("province", "tinh", None, "Đảng bộ tỉnh Kiểm Tra", (("btc", "can_bo_btc_tinh"),)),
	(
		"body",
		"truc_thuoc_tinh",
		"province",
		"Đảng bộ Khối Kiểm Tra",
		(("upper", "can_bo_tham_dinh"), ("office", "can_bo_van_phong")),
	),
	(
		"grassroots",
		"dang_bo_co_so",
		"body",
		"Đảng bộ Cơ sở Kiểm Tra",
		(("reviewer", "can_bo_tham_dinh"), ("rater", "can_bo_van_phong")),
	),
	("cell", "chi_bo_truc_thuoc", "grassroots", "Chi bộ Kiểm Tra Một", (("secretary", "bi_thu_chi_bo"),)),
	(
		"neighbour",
		"chi_bo_truc_thuoc",
		"grassroots",
		"Chi bộ Kiểm Tra Hai",
		(("neighbour", "bi_thu_chi_bo"),),
	),
)
CELLS = ("cell", "neighbour")
# What the plan leaves open; without an answer nothing that rests on a share is ever decided.
ANSWERS = {"good_meeting_share_percent": "60", "good_member_share_percent": "80"}
MEMBERS = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung", "Hoàng Văn Giang")


@run_again_on_conflict  # workers may be at the day's work, or at what the last trial left them
def build() -> str:
	"""Make the province as of today, an earlier one taken away before; returns the file that tells its accounts."""
	remove()
	today = getdate()
	made: dict[str, str] = {}
	accounts: dict[str, dict[str, str]] = {}
	for key, kind, parent, name, seats in UNITS:
		made[key] = add_organization(key, kind, made.get(parent or ""), name)
		for label, position in seats:
			accounts[label] = add_account(label, made[key], position, today)
	for cell in CELLS:
		for full_name in MEMBERS:
			add_member(made[cell], full_name, today)
		add_meetings(made[cell], today)
	framework = ensure_framework(made["province"], ANSWERS)
	ledger.rebuild(today, made.values())  # the night's run does this for everybody else
	told = {"today": str(today), "organizations": made, "accounts": accounts, "framework": framework}
	path = frappe.get_site_path(FILE)
	with open(path, "w", opener=owner_only) as file:
		json.dump(told, file)
	return os.path.abspath(path)


def add_organization(
	key: str, kind: str, parent: str | None, name: str, valid_from: str | date = "2020-01-01"
) -> str:
	values = {
		"organization_name": name,
		"kind": kind,
		"parent_organization": parent,
		"valid_from": valid_from,
	}
	code = MARK if key == "province" else f"{MARK}-{key}"
	return frappe.get_doc(doctype=tree.DOCTYPE, code=code, place="Kiểm Tra", **values).insert().name


def add_account(label: str, organization: str, position: str, today: date) -> dict[str, str]:
	password = secrets.token_urlsafe(12)
	user = create_account(f"Kiểm Tra {label}", f"{label}.{secrets.token_hex(4)}@{DOMAIN}", password)
	add_seat(organization, position, user, today)
	return {"user": user, "password": password}


def add_seat(organization: str, position: str, user: str, today: date) -> None:
	seat = {"organization": organization, "position": position, "user": user}
	frappe.get_doc(doctype="Seat", from_date=today - timedelta(days=30), **seat).insert()


def add_member(organization: str, full_name: str, today: date) -> None:
	admitted = today - timedelta(days=4000)
	values = {"state": "Full", "admission_date": admitted, "official_date": admitted + timedelta(days=365)}
	frappe.get_doc(doctype="Party Member", organization=organization, full_name=full_name, **values).insert()


def add_meetings(organization: str, today: date) -> None:
	"""Every month of this year before today's, with minutes and scored good; today's month is left for the secretary to record."""
	members = frappe.get_all(
		"Party Member", {"organization": organization}, pluck="name", order_by="full_name"
	)
	for month in range(1, today.month):
		for kind, day in (("Cell Regular", 3), ("Cell Thematic", 17)):
			if kind == "Cell Thematic" and month % 3 != 1:
				continue
			meeting = frappe.get_doc(
				doctype="Meeting",
				organization=organization,
				meeting_kind=kind,
				meeting_date=date(today.year, month, day),
				start_time="19:30:00",
				end_time="21:05:00",
				attendance=[{"member": member, "attendance": "Present"} for member in members],
				minutes_text="Chi bộ đã họp theo chương trình; các nội dung được thảo luận và thống nhất.",
				votes_for=len(members),
			).insert()
			if kind == "Cell Regular":  # as the cell scored it; how points are given is another test's
				frappe.db.set_value("Meeting", meeting.name, {"quality_points": 95, "quality_grade": "Good"})


@run_again_on_conflict
def remove() -> None:
	"""Take away every trace of the trial province. Nothing of another tree is touched: all goes by path or account."""
	province = frappe.db.get_value(tree.DOCTYPE, {"code": MARK}, ["name", "path"], as_dict=True)
	users = frappe.get_all("User", {"name": ("like", f"%@{DOMAIN}")}, pluck="name")
	if province:
		low, high = tree.path_range(province.path)
		for doctype in scoped_doctypes():
			names = frappe.get_all(
				doctype, [["organization_path", ">=", low], ["organization_path", "<", high]], pluck="name"
			)
			erase(doctype, names)
		for doctype in ("Review Period", "Criteria Framework"):
			erase(doctype, frappe.get_all(doctype, {"organization": province.name}, pluck="name"))
		erase(
			tree.DOCTYPE,
			frappe.get_all(tree.DOCTYPE, [["path", ">=", low], ["path", "<", high]], pluck="name"),
		)
	erase("Outbox Task", frappe.get_all("Outbox Task", {"acting_user": ("in", users)}, pluck="name"))
	erase("Notification Log", frappe.get_all("Notification Log", {"for_user": ("in", users)}, pluck="name"))
	for user in users:
		clear_sessions(user, force=True)
		delete_all_passwords_for("User", user)
	erase("Notification Settings", users)
	# What the framework keeps of every account, some of it written by a worker after the account.
	erase("DocShare", frappe.get_all("DocShare", {"user": ("like", f"%@{DOMAIN}")}, pluck="name"))
	erase("Contact", frappe.get_all("Contact", {"user": ("like", f"%@{DOMAIN}")}, pluck="name"))
	frappe.db.delete("DefaultValue", {"parent": ("like", f"%@{DOMAIN}")})
	erase("User", users)  # a deletion by the framework wants another System Manager, which a fresh site lacks
	if os.path.exists(path := frappe.get_site_path(FILE)):
		os.remove(path)
	access.forget()


def passing_tree() -> str | None:
	"""The path of the trial province, while there is one (hook `passing_trees`)."""
	return frappe.db.get_value(tree.DOCTYPE, {"code": MARK}, "path")


def scoped_doctypes() -> list[str]:
	"""Everything that carries `organization_path`, asked of the database so that a new doctype is not forgotten."""
	fields = frappe.get_all("DocField", {"fieldname": "organization_path"}, pluck="parent")
	return sorted(set(fields) - {"Review Period", "Criteria Framework"})


def erase(doctype: str, names: list[str]) -> None:
	"""Delete rows with what hangs on them, past the controllers that rightly refuse to forget."""
	if not names:
		return
	for child in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(child.options, {"parenttype": doctype, "parent": ("in", names)})
	for file in frappe.get_all(
		"File", {"attached_to_doctype": doctype, "attached_to_name": ("in", names)}, pluck="name"
	):
		frappe.delete_doc("File", file, force=True, ignore_permissions=True)  # run by the operator's command
	for log, field in (("Version", "docname"), ("Comment", "reference_name")):
		kind = "ref_doctype" if log == "Version" else "reference_doctype"
		frappe.db.delete(log, {kind: doctype, field: ("in", names)})
	frappe.db.delete(doctype, {"name": ("in", names)})
