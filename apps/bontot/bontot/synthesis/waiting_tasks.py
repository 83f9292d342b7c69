"""Tasks that wait for a person besides what the own organisations owe: evaluations and documents to act on, vacancies, titles in
doubt, documents without a number; rows of "My Work".
"""

from datetime import date
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import formatdate

from bontot.approval.acts import recognitions
from bontot.approval.queue import vacancies
from bontot.approval.queue import waiting_documents as documents_queue
from bontot.organization import access
from bontot.reorganization import proposals
from bontot.synthesis.own_tasks import Sign, Task, iso, sign_of

QUEUE_ADDRESS = "/app/appraisal-queue"
STUCK_ADDRESS = "/app/appraisal-queue?tab=stuck"
RECEIVED_ADDRESS = "/app/appraisal-queue?tab=received&flag=review"
MOST_NAMED = 5  # documents of a kind that stand on the page one by one


def vacancy_tasks(user: str) -> list[Task]:
	"""Levels where files wait and nobody can act, for who may seat somebody there or send the files on."""
	return [
		{
			"key": f"stuck-{row['organization']}-{row['act']}",
			"sign": "late",
			"title": vacancy_words(row["act"]).format(row["count"], row["organization_name"]),
			"note": _("Have somebody seated there, or send the files on.")
			if row["fill"]
			else _("Send the files on, or ask the Organization Commission to seat somebody there."),
			"organization": row["organization"],
			"due_on": None,
			"button": _("See the files"),
			"address": STUCK_ADDRESS,
		}
		for row in vacancies.of_user(user)
	]


def register_tasks(user: str, today: date) -> list[Task]:
	"""Documents that papers cite and whose number nobody has given, such as the plan itself, for who keeps the register."""
	places = [seat.organization for seat in access.seats(user, today) if seat.is_commission]
	if not places:
		return []
	rows = frappe.get_list("Legal Document", {"document_number": ("is", "not set")}, ["name", "heading"])
	return [
		{
			"key": f"register-{row.name}",
			"sign": "open",
			"title": _("Give number and day: {0}").format(row.heading),
			"note": _("Papers cite it without them until then."),
			"organization": places[0],
			"due_on": None,
			"button": _("Open the register"),
			"address": f"/app/legal-document/{quote(row.name)}",
		}
		for row in rows
		if frappe.has_permission("Legal Document", "write", doc=row.name, user=user)
	]


def document_tasks(user: str, today: date) -> list[Task]:
	"""Documents that are no evaluations: those that stand still for want of a person, where `user` answers for that, those
	that came back to be mended, and those that wait for the person's act."""
	came_back = [
		document_task(row, "returned", _("Returned: {0}"), _("See and correct"))
		for row in documents_queue.returned(user)
	]
	stuck = [
		document_task(row, "late", _("Nobody there can act: {0}"), _("See"))
		| {"note": f"{row['kind']}, {row['awaiting_name']}"}
		for row in documents_queue.stuck(user)
	]
	return [*stuck, *came_back, *waiting_documents(user, today)]


def waiting_documents(user: str, today: date) -> list[Task]:
	"""Each by itself while they are few; of a kind that comes in dozens how many, as files are told."""
	crowds, tasks = [], []
	for kind in documents_queue.by_kind(user, MOST_NAMED):
		if kind["total"] > MOST_NAMED:
			crowds.append(crowd_task(kind))
			continue
		for row in kind["rows"]:
			sign = sign_of(row["awaiting_due_on"], today)
			tasks.append(document_task(row, sign, _("To be appraised: {0}"), _("See")))
	return [*crowds, *sorted(tasks, key=lambda task: (task["due_on"] or "9999", task["key"]))]


def crowd_task(kind: dict) -> Task:
	late = kind["overdue"]
	return {
		"key": f"documents-{kind['doctype']}",
		"sign": "late" if late else "open",
		"title": _("{0} documents to be appraised: {1}").format(kind["total"], kind["kind"]),
		"note": _("{0} of them overdue").format(late) if late else "",
		"organization": "",
		"due_on": None,
		"button": _("See"),
		"address": QUEUE_ADDRESS,
	}


def document_task(row: dict, sign: Sign, words: str, button: str) -> Task:
	return {
		"key": row["name"],
		"sign": sign,
		"title": words.format(row["title"]),
		"note": f"{row['kind']}, {row['organization_name']}",
		"organization": row["organization"],
		"due_on": iso(row["awaiting_due_on"]),
		"button": button,
		"address": row["address"],
	}


def decision_tasks(user: str) -> list[Task]:
	"""Proposed reorganisations that all levels have agreed to, for who makes the decision of them."""
	return [
		{
			"key": row.name,
			"sign": "open",
			"title": _("Agreed to, a decision is to be made: {0}").format(row.title),
			"note": f"{_(proposals.DOCTYPE)}, {row.organization_name}",
			"organization": row.organization,
			"due_on": None,
			"button": _("See"),
			"address": f"/app/reorganization-proposal/{quote(row.name)}",
		}
		for row in proposals.to_be_decided(user)
	]


def withdrawal_tasks(user: str) -> list[Task]:
	"""Titles that records no longer bear out, for who records the decisions of the body that gave them."""
	rows = recognitions.doubted(user)
	if len(rows) > MOST_NAMED:
		first = min(row.review_suggested_on for row in rows)
		return [
			{
				"key": "titles-doubted",
				"sign": "returned",
				"title": _("Withdrawal is proposed of {0} titles").format(len(rows)),
				"note": _("Records have changed since {0}").format(formatdate(first, "dd/MM/yyyy")),
				"organization": "",
				"due_on": None,
				"button": _("See"),
				"address": RECEIVED_ADDRESS,
			}
		]
	return [
		{
			"key": f"doubted-{row.name}",
			"sign": "returned",
			"title": _("Withdrawal of a title is proposed: {0}").format(row.organization_name),
			"note": _("Records have changed, {0}: {1}").format(
				formatdate(row.review_suggested_on, "dd/MM/yyyy"),
				"; ".join((row.review_reason or "").splitlines()),
			),
			"organization": row.organization,
			"due_on": None,
			"button": _("See"),
			"address": f"{QUEUE_ADDRESS}/{quote(row.name)}",
		}
		for row in rows
	]


def vacancy_words(act: str) -> str:
	if act == "Decide":
		return _("{0} files wait for the decision of {1}, where nobody can record it")
	return _("{0} files wait at {1}, where nobody can appraise them")
