"""Limits on wrong passwords, by name, place and address: docs/decisions/sign-in-limits.md.

Three counts stand in the cache, of names that nobody has as of accounts: of a name from one place, of different names from one
address, of a name from everywhere. The place is the browser, where the account has signed in from it before (a cookie says so
that nobody can make up), else the address.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256
from math import ceil
from typing import NamedTuple, NoReturn

import frappe
from frappe import _
from frappe.utils import cint, now_datetime
from frappe.utils.password import get_encryption_key

COOKIE = "known_browser"
REMEMBERED = timedelta(days=180)
MOST_KNOWN = 20  # accounts of one browser: the cookie grows with them
# Different names with a wrong password from one address; beyond, known browsers go on.
NAMES, NAMES_SECONDS = 10, 600
# Wrong passwords of one name from everywhere; beyond, its known browsers go on, and the address where it was last right.
EVERYWHERE, EVERYWHERE_SECONDS = 100, 3600


class Count:
	"""A number in the cache, forgotten so many seconds after its first."""

	def __init__(self, key: str, seconds: int) -> None:
		self.key, self.seconds = made_key(key), seconds

	def add(self) -> int:
		frappe.cache.set(self.key, 0, ex=self.seconds, nx=True)
		return frappe.cache.incr(self.key)

	def read(self) -> int:
		return cint(frappe.cache.get(self.key))

	def forget(self) -> None:
		frappe.cache.delete(self.key)

	def take(self, most: int) -> int:
		"""Count a try before it is known to be right: many at once find no more room than one after another.

		Raises SecurityException beyond `most`; 0 is no limit.
		"""
		tries = self.add() if most else 1
		if most and tries > most:
			self.refuse()
		return tries

	def refuse(self) -> NoReturn:
		minutes = max(1, ceil(frappe.cache.ttl(self.key) / 60))
		message = _(
			"Too many wrong tries from here. Wait {0} minutes, then sign in again; where you have signed in before, use that device."
		)
		frappe.throw(message.format(minutes), frappe.SecurityException, title=_("Wait a Little"))


class Tries:
	"""Tries to sign in with one name from where the request comes."""

	def __init__(self, name: str) -> None:
		self.name, self.address, browser = key_of(name), frappe.local.request_ip, Browser.of_request()
		self.is_known = browser.proof(self.name) in browser.proofs
		self.most, seconds = limits()
		self.here = Count(f"{self.name}|{browser.device if self.is_known else self.address}", seconds)
		self.names = Count(f"names|{self.address}", NAMES_SECONDS)
		self.everywhere = Count(self.name, EVERYWHERE_SECONDS)
		self.is_first = False

	def take(self) -> None:
		"""Count a try. Raises SecurityException where there were too many."""
		self.is_first = self.here.take(self.most) == 1
		if self.is_known or not self.most:
			return
		if self.is_first and self.names.read() >= NAMES:
			self.here.forget()
			self.names.refuse()
		if self.everywhere.read() >= EVERYWHERE and not was_right_at(self.name, self.address):
			self.everywhere.refuse()

	def count_wrong(self) -> None:
		self.everywhere.add()
		if self.is_first and not self.is_known:
			self.names.add()


class Browser(NamedTuple):
	"""Identity that a browser shows: a number of its own, and proofs of the names that have signed in from it."""

	device: str
	proofs: tuple[str, ...]

	@classmethod
	def of_request(cls) -> Browser:
		cookies = frappe.request.cookies if frappe.request else {}  # none where no browser asks
		device, *proofs = (cookies.get(COOKIE) or "").split(".")
		return cls(device, tuple(proofs[:MOST_KNOWN]))

	def proof(self, name: str) -> str:
		said = f"known browser|{self.device}|{name}".encode()
		return hmac.new(get_encryption_key().encode(), said, sha256).hexdigest()[:24]


def limits() -> tuple[int, int]:
	"""Wrong passwords of a name that are borne from one place, and within how many seconds, as the site's settings say."""
	settings = frappe.get_cached_doc("System Settings")
	return cint(settings.allow_consecutive_login_attempts), cint(settings.allow_login_after_fail) or 300


def made_key(key: str) -> bytes:
	return frappe.cache.make_key(f"login_failed|{key}")


def key_of(name: str) -> str:
	"""A name as the database compares it: other spellings of one name share its tries, whether or not anybody has it."""
	weight = frappe.db.sql("select weight_string(rtrim(%s) collate utf8mb4_unicode_ci)", name)[0][0]
	return sha256(weight).hexdigest()[:32]


def was_right_at(name: str, address: str) -> bool:
	return frappe.safe_decode(frappe.cache.get(made_key(f"right|{name}"))) == address


def remember(account: str) -> None:
	"""Remember that `account` has signed in from this browser, at this address; a program on the machine signs in from
	neither.
	"""
	if not getattr(frappe.local, "request_ip", None):
		return
	name, browser = key_of(account), Browser.of_request()
	frappe.cache.set(made_key(f"right|{name}"), frappe.local.request_ip, ex=REMEMBERED)
	if not any(browser.proof(name) == known for known in browser.proofs):
		browser = browser if browser.proofs else Browser(secrets.token_hex(16), ())
		browser = browser._replace(proofs=(browser.proof(name), *browser.proofs)[:MOST_KNOWN])
	frappe.local.cookie_manager.set_cookie(
		COOKIE,
		".".join((browser.device, *browser.proofs)),
		expires=now_datetime() + REMEMBERED,
		httponly=True,
	)
