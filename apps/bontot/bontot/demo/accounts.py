"""The accounts people try the demo with, and what is left for them to do."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils.password import update_password

from bontot.demo.structure import MAIL_DOMAIN, Placed, reconcile_roles

PASSWORDS_FILE = "demo-accounts.txt"  # beside the site's own files, readable by its owner alone


@dataclass(frozen=True, slots=True)
class Account:
	email: str
	who: str
	unit: str  # key in the plan


# One branch from the cell up, and a neighbour of the cell for the walk that is refused everywhere.
BRANCH = ("02.001.001.000.001", "02.001.001", "02.001", "02")
NEIGHBOUR = "02.001.001.000.002"


def demo_accounts() -> list[Account]:
	cell, grassroots, body, province = BRANCH
	return [
		Account(mail("bithu", cell), "Bí thư chi bộ", cell),
		Account(mail("thamdinh", grassroots), "Cán bộ thẩm định đảng ủy cơ sở", grassroots),
		Account(mail("thamdinh", body), "Cán bộ thẩm định đảng ủy cấp trên", body),
		Account(mail("btc", province), "Ban Tổ chức Tỉnh ủy", province),
	]


def mail(label: str, key: str) -> str:
	return f"{label}.{key.replace('.', '')}@{MAIL_DOMAIN}"


def not_held_yet(placed: dict[str, Placed], today: date) -> Iterator[str]:
	"""Keys of meetings that people are to record themselves: this month's, in the branch of the demo accounts."""
	for key in (BRANCH[0], NEIGHBOUR):
		if key in placed:
			yield f"{key}-r{today.month:02}"


def open_demo(follower: str | None = None) -> None:
	"""Give the demo accounts passwords, kept in a file that only its owner can read; the neighbour gets one too, and the
	account of who follows the branch."""
	accounts = [*demo_accounts(), Account(mail("bithu", NEIGHBOUR), "Bí thư chi bộ bên cạnh", NEIGHBOUR)]
	if follower:
		accounts.append(Account(follower, "Người được phân công theo dõi chi bộ trên", BRANCH[1]))
	reconcile_roles([account.email for account in accounts])
	lines = []
	for account in accounts:
		password = secrets.token_urlsafe(9)
		update_password(account.email, password)
		lines.append(f"{account.email}\t{password}\t{account.who}")
	path = frappe.get_site_path(PASSWORDS_FILE)
	with open(path, "w", opener=owner_only) as file:
		file.write("\n".join(lines) + "\n")


def owner_only(path: str, flags: int) -> int:
	return os.open(path, flags, 0o600)
