"""Product of a background job: a workbook of the test province, which is its maker's alone while he holds his seat."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from tests.access import oracle
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix
from tests.access.reports import sheet_text

DOCTYPE = "Organization Import"
MAKER = "commission"
MADE_WITHIN = 120  # seconds; the outbox starts it at once, on a bench that does little else


@dataclass(frozen=True, slots=True)
class Made:
	"""The import that a workbook hangs on, its file's name and address."""

	name: str
	file: str
	address: str


def make(ground: Ground, maker: Asker) -> Made:
	"""Have the province written into a workbook as `maker`, and wait for it. Raises AssertionError when none comes."""
	branch = ground.told["places"]["province"]["name"]
	made = maker.call("frappe.client.insert", doc={"doctype": DOCTYPE, "organization": branch})
	assert made.ok, made.text[:500]
	name = made.message["name"]
	asked = maker.call("bontot.workbook.api.export_branch", name=name)
	assert asked.ok, asked.text[:500]
	deadline = time.monotonic() + MADE_WITHIN
	while not (
		address := maker.call("frappe.client.get", "GET", doctype=DOCTYPE, name=name).message["export_file"]
	):
		assert time.monotonic() < deadline, f"{name}: no workbook was made"
		time.sleep(0.5)
	hung = {"attached_to_doctype": DOCTYPE, "attached_to_name": name}
	files = maker.call(
		"frappe.client.get_list", "GET", doctype="File", filters=hung, fields=["name", "file_url"]
	)
	return Made(name, next(file["name"] for file in files.message if file["file_url"] == address), address)


def some_of(askers: dict[str, Asker]) -> list[Asker]:
	"""The maker, an administrator, whoever sits beside the maker, and every third of the others."""
	beside = [
		who for who, one in askers.items() if "province" in [seat.place for seat in oracle.PEOPLE[who].seats]
	]
	named = {MAKER, "administrator", "guest", *beside, *sorted(askers)[::3]}
	return [asker for who, asker in askers.items() if who in named]


def read(ground: Ground, matrix: Matrix, askers: Iterable[Asker], made: Made) -> None:
	"""Each person asks for the file by its address and its name, for its document, for a list of both, for the work itself."""
	for asker in askers:
		expected = asker.who == MAKER or oracle.PEOPLE[asker.who].administrator
		for channel, answer, seen in ways_in(asker, made):
			said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:100]}"
			cell = Cell(asker.who, DOCTYPE, "province", "read", channel)
			matrix.record(cell, expected, seen, said)
			if not expected:
				ground.check_strays(matrix, asker.who, channel, answer, sheet_text(answer) or answer.text)


def ways_in(asker: Asker, made: Made) -> list[tuple[str, Answer, bool]]:
	address = asker.ask("GET", made.address)
	call = asker.call("frappe.core.doctype.file.file.download_file", "GET", file_url=made.address)
	document = asker.call("frappe.client.get", "GET", doctype="File", name=made.file)
	hung = asker.call(
		"frappe.client.get_list", "GET", doctype="File", filters={"name": made.file}, fields=["file_url"]
	)
	own = asker.call("frappe.client.get", "GET", doctype=DOCTYPE, name=made.name)
	work = asker.call(
		"bontot.outbox.api.progress", "GET", reference_doctype=DOCTYPE, reference_name=made.name
	)
	return [
		("background workbook: by address", address, bool(sheet_text(address))),
		("background workbook: by the download call", call, bool(sheet_text(call))),
		(
			"background workbook: its file as a document",
			document,
			document.ok and made.address in document.text,
		),
		("background workbook: in the list of files", hung, hung.ok and made.address in hung.text),
		("background workbook: its import", own, own.ok and made.address in own.text),
		("background workbook: how the work stands", work, work.ok),
	]
