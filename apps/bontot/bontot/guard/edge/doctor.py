"""Whether the site stands as the guard needs it: `bench execute bontot.guard.edge.doctor.run` says what is wrong, and what to do.

`bin/start` says the same in English, and `bin/start --check` fails while a door stands open (ops/start.py).
Pure but for `facts`: what is measured there is judged in `findings`. The app sets most of this itself at every migration
(setup/site.py); an operator or another app can have changed it since.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import frappe
from frappe import _

from bontot.setup import site

CHECK = "bontot.guard.edge.request_hooks.signed_in"
KNOWN_PASSWORDS = ("admin", "administrator", "frappe", "password", "123456", "bontot")
MOST_ADMINISTRATORS = 3
LONGEST_SESSION = 24  # hours


# Settings that, when wrong, let somebody in or out; the others make a break-in likelier, or its harm greater.
DOORS = frozenset(("disable_document_sharing", "allow_guests_to_upload_files", "login_with_email_link", "allow_older_web_view_links"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
	"""Fault of the site, and how to mend it. `open_door`: by it somebody does at once what the guard is there to prevent."""

	text: str
	open_door: bool = False

	def __str__(self) -> str:
		return f"{'!' if self.open_door else '-'} {self.text}"


@dataclass(slots=True)
class Facts:
	"""Settings and state of this site that the findings are drawn from."""

	conf: dict = field(default_factory=dict)
	settings: dict = field(default_factory=dict)
	signup_open: bool = False
	hooks: list[str] = field(default_factory=list)
	server_scripts: list[str] = field(default_factory=list)
	other_ways_in: list[str] = field(default_factory=list)
	administrators: list[str] = field(default_factory=list)
	keys: list[str] = field(default_factory=list)
	known_password: bool = False
	config_mode: int = 0o600
	open_paths: list[str] = field(default_factory=list)


def run(language: str = site.LANGUAGE) -> int:
	"""Print what is wrong, a line each ("!" before an open door), and return how many lines that are. Reads only."""
	frappe.local.lang = language
	found = sorted(findings(facts()), key=lambda finding: not finding.open_door)
	for finding in found:
		print(finding)
	print(
		_("{0} things to mend.").format(len(found))
		if found
		else _("Safe: the settings are as they should be.")
	)
	return len(found)


def findings(now: Facts) -> Iterator[Finding]:
	"""One for each thing that is not as it should be."""
	yield from _of_conf(now)
	yield from _of_redis(now)
	yield from _of_settings(now)
	if now.signup_open:
		yield Finding(_("Anybody can make an account. In Website Settings choose Disable Signups."), True)
	if CHECK not in now.hooks:
		message = _(
			"The guard does not stand in front (auth_hooks). Install the app bontot again, then run bench migrate."
		)
		yield Finding(message, True)
	for name in now.server_scripts:
		message = _("The Server Script {0} is on; the app needs none. Switch it off.")
		yield Finding(message.format(name), True)
	for name in now.other_ways_in:
		message = _("There is another way to sign in: {0}. Switch it off unless you opened it.")
		yield Finding(message.format(name))
	if len(now.administrators) > MOST_ADMINISTRATORS:
		message = _("There are {0} administrators ({1}). Take the role System Manager from all but {2}.")
		named = ", ".join(now.administrators)
		yield Finding(message.format(len(now.administrators), named, MOST_ADMINISTRATORS))
	if now.keys:
		message = _("Accounts with an API key: {0}. Delete keys that are not used.")
		yield Finding(message.format(", ".join(now.keys)))
	if now.known_password:
		yield Finding(_("Administrator's password is one that everybody guesses. Change it now."), True)
	if now.config_mode & 0o077:
		message = _("Others on this machine can read site_config.json. Run chmod 600 on it.")
		yield Finding(message, True)
	for path in now.open_paths:
		message = _("Others on this machine can read {0}. Run chmod go-rwx on it.")
		yield Finding(message.format(path))


def meaning_of_settings() -> dict[str, str]:
	"""Map each field of System Settings to what it means when that is not as the app sets it (setup/site.py)."""
	return {
		"allow_error_traceback": _("People see the inside of errors."),
		"disable_document_sharing": _("A document can be shared past the scope of those who may see it."),
		"allow_guests_to_upload_files": _("Whoever has not signed in can send files."),
		"login_with_email_link": _("A link in a mail signs in without a password."),
		"enable_telemetry": _("The machine tries to call outside."),
		"attach_view_link": _("Mails carry a link that opens the document."),
		"allow_older_web_view_links": _("Old links that show documents still open."),
		"enable_password_policy": _("Passwords that are easily guessed are taken."),
		"logout_on_password_reset": _("After a change of password, sessions from before still work."),
	}


def meaning_of_switches() -> dict[str, str]:
	"""Map each key of site_config.json to what it means when that is on."""
	return {
		"developer_mode": _("Developer mode lets code be changed from a browser."),
		"server_script_enabled": _("Administrators can write code that runs on the server."),
		"ignore_csrf": _("Other websites can change data."),
		"allow_cors": _("Other websites can read answers."),
		"disable_rate_limits": _("Tries are not limited."),
	}


def _of_conf(now: Facts) -> Iterator[Finding]:
	for name, meaning in meaning_of_switches().items():
		if now.conf.get(name):
			message = _("{0} Take {1} out of site_config.json, then start anew.").format(meaning, name)
			yield Finding(message, open_door=True)
	host = urlsplit(str(now.conf.get("host_name") or ""))
	if host.scheme not in ("http", "https") or not host.hostname:
		message = _(
			"site_config.json has no host_name, so mails that reset a password would lead to any address a caller gives. Run bench set-config host_name with this site's address."
		)
		yield Finding(message)


def _of_redis(now: Facts) -> Iterator[Finding]:
	"""An address without a host is a socket's, which has an owner."""
	for name in ("redis_cache", "redis_queue"):
		address = urlsplit(str(now.conf.get(name) or ""))
		if address.hostname and not address.password:
			message = _(
				"{0} has no password: any account of this machine can put work into it. Set requirepass in its configuration, and the password into its address in common_site_config.json."
			)
			yield Finding(message.format(name))


def _of_settings(now: Facts) -> Iterator[Finding]:
	again = _("{0} (System Settings, {1}.) Run bench migrate, which sets it again.")
	for name, meaning in meaning_of_settings().items():
		wanted = site.SYSTEM_SETTINGS.get(name, 0)
		if name in now.settings and bool(int(now.settings[name] or 0)) != bool(wanted):
			yield Finding(again.format(meaning, name), name in DOORS)
	attempts = int(now.settings.get("allow_consecutive_login_attempts") or 0)
	if not 0 < attempts <= site.SYSTEM_SETTINGS["allow_consecutive_login_attempts"]:
		meaning = _("No account is locked after many wrong passwords.")
		yield Finding(again.format(meaning, "allow_consecutive_login_attempts"))
	hours = str(now.settings.get("session_expiry") or "").partition(":")[0]
	if not hours.isdigit() or not 0 < int(hours) <= LONGEST_SESSION:
		meaning = _("A session lasts longer than {0} hours.").format(LONGEST_SESSION)
		yield Finding(again.format(meaning, "session_expiry"))


def facts() -> Facts:
	"""Measure; only columns and doctypes that this framework has."""
	settings = frappe.get_doc("System Settings")
	return Facts(
		conf=dict(frappe.conf),
		settings={field.fieldname: settings.get(field.fieldname) for field in settings.meta.fields},
		signup_open=not int(frappe.db.get_single_value("Website Settings", "disable_signup") or 0),
		hooks=frappe.get_hooks("auth_hooks"),
		server_scripts=frappe.get_all("Server Script", filters={"disabled": 0}, pluck="name"),
		other_ways_in=_other_ways_in(),
		administrators=_administrators(),
		keys=frappe.get_all("User", filters={"api_key": ("is", "set"), "enabled": 1}, pluck="name"),
		known_password=_known_password(),
		config_mode=_mode(Path(frappe.get_site_path("site_config.json"))),
		open_paths=_open_paths(),
	)


def _open_paths() -> list[str]:
	"""Return which of logs, private files and passwords other accounts of the machine can look into."""
	sites = Path(frappe.local.sites_path).resolve()
	site_path = sites / frappe.local.site
	folders = [site_path] if _mode(site_path) & 0o077 == 0 else [site_path / "private", site_path / "logs"]
	paths = [sites.parent / "logs", sites / "common_site_config.json", *folders]
	return [str(path) for path in paths if path.exists() and _mode(path) & 0o077]


def _mode(path: Path) -> int:
	return stat.S_IMODE(path.stat().st_mode)


def _other_ways_in() -> list[str]:
	found = frappe.get_all("Social Login Key", filters={"enable_social_login": 1}, pluck="name")
	if int(frappe.db.get_single_value("LDAP Settings", "enabled") or 0):
		found.append("LDAP")
	return found + frappe.get_all("OAuth Client", pluck="app_name")


def _administrators() -> list[str]:
	rows = frappe.get_all(
		"Has Role", filters={"role": "System Manager", "parenttype": "User"}, pluck="parent"
	)
	names = [name for name in set(rows) if name not in frappe.STANDARD_USERS]
	return sorted(frappe.get_all("User", filters={"name": ("in", names or [""]), "enabled": 1}, pluck="name"))


def _known_password() -> bool:
	from frappe.utils.password import check_password

	for password in KNOWN_PASSWORDS:
		try:
			check_password("Administrator", password, delete_tracker_cache=False)
		except frappe.AuthenticationError:
			frappe.clear_messages()
			continue
		return True
	return False
