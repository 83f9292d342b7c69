"""New documents, valid as far as a form can make them, at every place: also with somebody else's place in the data."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from tests.access import oracle, outcomes
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix
from tests.access.outcomes import permitted

BELOW = {
	"province": "truc_thuoc_tinh", "body": "dang_bo_co_so", "other_body": "dang_bo_co_so", "agency_cell": "to_dang",
	"grassroots": "chi_bo_truc_thuoc", "other_grassroots": "chi_bo_truc_thuoc", "commune": "chi_bo_truc_thuoc",
}  # fmt: skip
# Of these a new document really came into being for somebody, or the suite fails.
REALLY_MADE = ("Party Organization", "Party Member", "Seat", "Meeting", "Organization Level", "Organization Sector", "Legal Document")  # fmt: skip


def body(ground: Ground, asker: Asker, doctype: str, place: str) -> dict:
	"""Fields a form would send for a new document of the organisation at `place`."""
	unique, today = secrets.token_hex(4), date.today()
	organization = ground.told["places"][place]["name"]
	first = {"organization": organization, "title": f"Thử {unique}"}
	bodies = {
		"Party Organization": {
			"organization_name": f"Tổ chức thử {unique}", "kind": BELOW.get(place, "to_dang"), "valid_from": "2024-01-01",
			"parent_organization": organization,
		},
		"Party Member": {
			"full_name": f"Nguyễn Văn {unique}", "state": "Full", "admission_date": "2010-02-03",
			"official_date": "2011-02-03",
		},
		"Seat": {"position": "theo_doi", "user": asker.user, "from_date": "2024-01-01", "to_date": "2024-01-02"},
		"Meeting": {"meeting_kind": "Cell Thematic", "meeting_date": str(today + timedelta(days=5))},
		"Member Transfer": {"member": (ground.row("Party Member", place) or {}).get("name")},
		"Visit Note": {"visited_on": str(today), "observations": "x"},
		"Organization Level": {"code": f"mt{unique}", "level_name": f"Cấp {unique}", "rank": 9},
		"Organization Kind": {"code": f"mt{unique}", "kind_name": f"Loại {unique}", "level": "chi_bo"},
		"Organization Sector": {"code": f"mt{unique}", "sector_name": f"Ngành {unique}"},
		"Position": {"code": f"mt{unique}", "position_name": f"Chức vụ {unique}", "roles": [{"role": "Seat Holder"}]},
		"Legal Document": {"document_number": f"{unique}-HD/MT", "document_kind": "Hướng dẫn", "title": f"Thử {unique}"},
	}  # fmt: skip
	delegated = {"seat": (ground.row("Seat", place) or {}).get("name")} if doctype == "Delegation" else {}
	return {"doctype": doctype, **first, **delegated, **bodies.get(doctype, {})}


def _insert(asker: Asker, doc: dict) -> Answer:
	return asker.call("frappe.client.insert", doc=doc)


def _post(asker: Asker, doc: dict) -> Answer:
	doctype = doc["doctype"]
	return asker.ask("POST", f"/api/resource/{doctype}", data=doc)


def _form(asker: Asker, doc: dict) -> Answer:
	fresh = {"__islocal": 1, "__unsaved": 1, "name": f"new-{secrets.token_hex(5)}", "docstatus": 0}
	return asker.call("frappe.desk.form.save.savedocs", doc=doc | fresh, action="Save")


def _many(asker: Asker, doc: dict) -> Answer:
	return asker.call("frappe.client.insert_many", docs=[doc])


def _forged(asker: Asker, doc: dict) -> Answer:
	"""Somebody else's organisation, and one's own path beside it."""
	own = asker.own or {"name": "", "path": "000001"}
	forged = {"organization_path": own["path"], "path": own["path"], "grassroots_organization": own["name"]}
	return asker.call("frappe.client.insert", doc=doc | forged)


DOORS = (
	("insert", _insert),
	("insert by the API", _post),
	("new form", _form),
	("insert with a forged path", _forged),
	("insert of many", _many),
)


def create(
	ground: Ground,
	matrix: Matrix,
	asker: Asker,
	administrator: Asker,
	doctype: str,
	place: str,
	number: int,
) -> None:
	channel, door = DOORS[number % len(DOORS)]
	who, expected = asker.who, oracle.writes(asker.who, doctype, place, "create")
	answer = door(asker, body(ground, asker, doctype, place))
	said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:300]}"
	matrix.record(Cell(who, doctype, place, "create", channel), expected, permitted(answer), said)
	ground.check_strays(matrix, who, channel, answer)
	outcomes.require_known(asker, answer)
	if answer.ok:
		matrix.did(doctype, "create")
		require_there(administrator, asker, answer, doctype)


def require_there(administrator: Asker, asker: Asker, answer: Answer, doctype: str) -> None:
	"""Note among the broken requests a new document that is not there though it was answered as made."""
	made = answer.message if isinstance(answer.message, dict) else answer.body.get("data")
	name = (made or (answer.body.get("docs") or [None])[0] or {}).get("name")
	if name and outcomes.stands(administrator, doctype, name, "name") != name:
		asker.broken.append(f"{asker.who}: not made though answered as done: {answer.request}")
