"""Factories for tests of this and every later module. Everything they make is rolled back with the test."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.approval.acts import after_decision, rerouting, sampling, service
from bontot.approval.core import returned
from bontot.criteria.frozen import digest as frozen_digest
from bontot.criteria.setup import ensure_framework
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.period import opening
from bontot.evaluation.testing import create_test_evaluation, create_test_period, create_test_rating
from bontot.organization.testing import create_test_member, create_test_seat, create_test_user
from bontot.rating.rules import WELL

SHARES = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}


def create_test_open_period(province: str, period_kind: str = "Year") -> str:
	"""Name of an open period of this year, its framework frozen; no file is made."""
	ensure_framework(province, SHARES)  # else nothing that rests on a share would ever be decided
	period = create_test_period(province, period_kind, year=getdate().year)
	opening.freeze(period)
	period.state = "Open"
	period.flags.by_service = True
	period.save(ignore_permissions=True)  # a test factory; nobody is signed in
	return period.name


def create_test_file(organization: str, period: str, answered: bool = True, rated: bool = True) -> str:
	"""Name of a file of an organisation; by default every criterion is met, with a remark, and the year is rated."""
	if rated:
		rate(organization)
	doc = create_test_evaluation(organization, period)
	if answered:
		answer_all(doc.name)
	return doc.name


def rate(organization: str, grade: str = WELL) -> None:
	"""Decide the year's ratings of an organisation and of its members."""
	rate_members(organization, grade)
	create_test_rating(organization, getdate().year, grade=grade)


def rate_members(organization: str, grade: str = WELL) -> None:
	"""Decide the ratings of its members, of whom there is one at least."""
	members = frappe.get_all("Party Member", {"organization": organization}, pluck="name")
	for member in members or [create_test_member(organization).name]:
		create_test_rating(organization, getdate().year, member, grade)


def allow_later_rating(period: str) -> None:
	"""Let the province of an opened period recognise before the ratings, by name and reason."""
	change_settings(period, recognition_before_rating="confirmed")


def ask_for_share(period: str, percent: int) -> None:
	"""Let a share of each group's criteria do."""
	change_settings(period, pass_rule="group_share", pass_group_percent=str(percent))


def change_settings(period: str, **values: str) -> None:
	frozen = frappe.db.get_value("Review Period", period, "frozen_framework")
	content = json.loads(frozen)
	content["settings"].update(values)
	content["digest"] = frozen_digest(content)
	frappe.db.set_value("Review Period", period, "frozen_framework", json.dumps(content))
	frappe.clear_document_cache("Review Period", period)


def answer_all(evaluation: str, result: str = "Met") -> None:
	doc = evaluations.lock(evaluation)
	for item in doc.items:
		item.update({"self_result": result, "remark": "Có hồ sơ lưu tại chi bộ"})
	evaluations.set_counts(doc)
	evaluations.save(doc)


def mend(evaluation: str, *criteria: str) -> None:
	"""Let the author answer at returned criteria, at all of them if none is named."""
	doc = evaluations.lock(evaluation)
	for item in doc.items:
		if item.review_state == "Returned" and (not criteria or item.criterion_key in criteria):
			item.remark = f"{item.remark or ''} Đã bổ sung.".strip()
	evaluations.set_counts(doc)
	evaluations.save(doc)


def make_clean(*evaluations: str) -> None:
	"""Let nothing be doubtful about sent files whose criteria are said to be met: with evidence, and no records against it."""
	where = {"parent": ("in", evaluations)}
	frappe.db.set_value("Evaluation Item", where, {"evidence_count": 1, "computed_result": ""})


def create_test_officers(tree: SimpleNamespace) -> SimpleNamespace:
	"""Users with one seat each along `tree.cell_a`: secretary, grassroots, body, province, clerk; and neighbour.

	grassroots, body: can_bo_tham_dinh · province: can_bo_btc_tinh · clerk: can_bo_van_phong at the province ·
	neighbour: secretary of tree.other_cell.
	"""
	places = {
		"secretary": (tree.cell_a, "bi_thu_chi_bo"),
		"grassroots": (tree.grassroots, "can_bo_tham_dinh"),
		"body": (tree.body, "can_bo_tham_dinh"),
		"province": (tree.province, "can_bo_btc_tinh"),
		"clerk": (tree.province, "can_bo_van_phong"),
		"neighbour": (tree.other_cell, "bi_thu_chi_bo"),
	}
	users = SimpleNamespace()
	for name, (organization, position) in places.items():
		setattr(users, name, create_test_user(f"Người {name}"))
		create_test_seat(organization, position, getattr(users, name))
	return users


def sequence_of(evaluation: str) -> int:
	return frappe.db.get_value("Evaluation", evaluation, "step_sequence") or 0


def act_named(act: str) -> Callable[..., Document]:
	"""An act of `service`, `after_decision` or `rerouting`: (doctype, name, expected_sequence, …)."""
	module = {
		"withdraw": after_decision,
		"reopen": after_decision,
		"lock": after_decision,
		"reroute": rerouting,
	}.get(act, service)
	return getattr(module, act)


def act_as(user: str, act: str, evaluation: str, *arguments: object) -> None:
	"""Do an act as `user`, on the evaluation as it stands."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		act_named(act)("Evaluation", evaluation, sequence_of(evaluation), *arguments)
	finally:
		frappe.set_user(before)


def open_as(user: str, *evaluations: str) -> None:
	"""Open waiting files as their reviewer does before agreeing to many at once."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		for name in evaluations:
			sampling.keep_opening(frappe.get_doc("Evaluation", name))
	finally:
		frappe.set_user(before)


def climb(evaluation: str, users: SimpleNamespace, to: str = "province") -> None:
	"""Send a file of tree.cell_a and have it agreed to until it waits at `to`."""
	act_as(users.secretary, "send", evaluation)
	for level in ("grassroots", "body"):
		if level == to:
			return
		act_as(getattr(users, level), "agree", evaluation)


def create_test_resolution(organization: str, decisions: dict[str, str], **values: object):
	"""A resolution, not submitted: {evaluation: decision}; every row has a reason, one that returns a criterion.

	"Return Below" returns to the level below.
	"""
	rows = [
		{
			"evaluation": name,
			"decision": "Return" if decision == "Return Below" else decision,
			"reason": "Theo biên bản",
			"criteria": "dk_1" if decision.startswith("Return") else "",
			"return_to": returned.LEVEL_BELOW if decision == "Return Below" else "",
		}
		for name, decision in decisions.items()
	]
	content = {
		"doctype": "Resolution",
		"organization": organization,
		"number": f"{frappe.generate_hash(length=6)}-QĐ/TU",
		"resolution_date": getdate(),
		"members_total": 15,
		"votes_for": 14,
		"votes_against": 0,
		"votes_other": 1,
		"signer": "Lê Văn Bình",
		"signer_position": "Phó Bí thư",
		"items": rows,
	}
	return frappe.get_doc({**content, **values})
