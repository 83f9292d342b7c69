"""One request of an attack, and how most of them are written."""

from __future__ import annotations

from dataclasses import dataclass, field

SQL = "name` or 1=1 or `name"
SLEEP = "(select sleep(2))"
EVIL_HOST = "evil.example"


@dataclass(frozen=True, slots=True)
class Attack:
	kind: str
	method: str
	path: str
	form: dict[str, object] = field(default_factory=dict)
	guest: bool = False
	host: str = ""  # forged, where not ""


def rpc(
	kind: str, name: str, method: str = "POST", /, *, guest: bool = False, host: str = "", **form: object
) -> Attack:
	return Attack(kind, method, f"/api/method/{name}", form, guest, host)
