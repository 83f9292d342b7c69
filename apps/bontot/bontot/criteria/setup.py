"""Installation of this module: the register of legal documents, and the plan's framework for a province."""

import json
from pathlib import Path
from typing import Any

import frappe

DATA = Path(__file__).parent / "data"
FRAMEWORK_CODE = "BON-TOT"


def install() -> None:
	install_legal_documents()
	install_scales()
	# On a new site there is no province yet; whoever makes the first calls ensure_framework.
	topmost = {"parent_organization": ("is", "not set")}
	for province in frappe.get_all("Party Organization", topmost, pluck="name"):
		ensure_framework(province)


def read(name: str) -> Any:
	return json.loads((DATA / name).read_text(encoding="utf-8"))


def install_legal_documents() -> None:
	"""Add the documents that are missing; what an administrator corrected stays."""
	added = []
	for row in read("legal_documents.json"):
		if not legal_document(row["document_number"] or row["name"]):
			values = {key: value for key, value in row.items() if key not in ("name", "replaced_by")}
			document = frappe.get_doc(doctype="Legal Document", **values)
			# The installing administrator; no signed-in person reaches this.
			document.insert(ignore_permissions=True, set_name=row.get("name"))
			added.append(row)
	for row in added:
		if row.get("replaced_by"):
			later = legal_document(row["replaced_by"])
			frappe.db.set_value(
				"Legal Document", legal_document(row["document_number"]), "replaced_by", later
			)


def install_scales() -> None:
	"""Issue the scales that are missing; one that is there, also a withdrawn one, stays as it is."""
	for row in read("scoring_scales.json"):
		if frappe.db.exists("Scoring Scale", {"scale_code": row["scale_code"], "version": row["version"]}):
			continue
		scale = frappe.get_doc(doctype="Scoring Scale", **row)
		scale.legal_document = legal_document(row["legal_document"])
		scale.flags.ignore_permissions = True  # the installing administrator
		scale.insert()
		scale.submit()


def legal_document(number: str) -> str | None:
	"""Name of a document by its number, or of the plan, whose number a province gives, by the name that is told here."""
	return frappe.db.get_value("Legal Document", {"document_number": number}) or frappe.db.exists(
		"Legal Document", number
	)


def ensure_framework(province: str, answers: dict[str, str] | None = None) -> str:
	"""Return the province's submitted framework of the plan, issuing it when there is none.

	`answers`: what the province says to questions the plan leaves open, by the key of the setting.

	Meant for installation, demo and tests, which act as administrator. Raises DoesNotExistError for a province
	that does not exist.
	"""
	content = read("plan_framework.json")
	issued = {"organization": province, "framework_code": ("like", f"{FRAMEWORK_CODE}%"), "docstatus": 1}
	if existing := frappe.db.get_value("Criteria Framework", issued, order_by="version desc"):
		return existing
	taken = frappe.db.exists("Criteria Framework", f"{FRAMEWORK_CODE}-{content['version']}")
	content["framework_code"] = f"{FRAMEWORK_CODE}-{province}" if taken else FRAMEWORK_CODE
	content["legal_basis"] = [
		{"legal_document": legal_document(number), "criterion_key": key}
		for key, numbers in {"": content["legal_basis"], **content.pop("criteria_stand_on")}.items()
		for number in numbers
	]
	for row in content["settings"]:
		row["setting_value"] = (answers or {}).get(row["setting_key"], row["setting_value"])
	framework = frappe.get_doc(doctype="Criteria Framework", organization=province, **content)
	# The plan's own wording, issued by the installing administrator.
	framework.flags.ignore_permissions = True
	framework.insert()
	framework.submit()
	return framework.name
