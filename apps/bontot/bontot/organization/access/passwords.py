"""First passwords: made at random, printed on a slip once, changed by their owner at the first sign-in.

Nothing keeps them but the hash. Who lost a slip gets another with another password. The change is forced by the
framework's own rule: a password older than `setup.site.FORCED_AFTER` days must be changed before the sign-in goes on,
and a first password is given a date long ago.
"""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from io import BytesIO
from smtplib import SMTPException
from typing import Any, NoReturn

import frappe
import pyqrcode
from frappe import _, twofactor
from frappe.translate import print_language
from frappe.utils import get_url, getdate
from frappe.utils.password import update_password

from bontot import mail, printing
from bontot.organization import access, tree
from bontot.organization.access import accounts, roles
from bontot.organization.errors import MailError, NothingToPrintError
from bontot.setup.roles import SECOND_FACTOR
from bontot.setup.site import ISSUER, LONG_AGO
from bontot.text import fold

MOST = 200  # slips in one act: half a minute of work
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another: i l o 0 1
DOMAIN = "bontot.local"  # of names that receive no mail
# A seat of today or to come, held by a member who has no account yet.
WITHOUT_ACCOUNT = """
	select seat.name, seat.member, member.full_name, member.user
	from `tabSeat` seat
	join `tabParty Member` member on member.name = seat.member
	join `tabPosition` position on position.name = seat.position
	where coalesce(seat.user, '') = '' and member.state != 'Left' and position.disabled = 0
		and seat.organization_path >= %(low)s and seat.organization_path < %(high)s
		and (%(below)s or seat.organization = %(organization)s)
		and (seat.to_date is null or seat.to_date >= %(today)s)
	order by seat.organization_path, seat.name limit %(most)s
"""


def make_accounts(organization: str, below: bool) -> bytes:
	"""Accounts for seats without one, by the Commission; slips of those that are new. Raises what the endpoint says."""
	path = tree.path_of(organization)
	if not path or not may_make(frappe.session.user, path):
		frappe.throw(_("Accounts are made by the Organization Commission."), frappe.PermissionError)
	low, high = tree.path_range(path)
	values = {"organization": organization, "below": int(below), "low": low, "high": high, "most": MOST}
	values["today"] = getdate()  # the site's day: the database lives in another time zone
	new: dict[str, str] = {}
	for row in frappe.db.sql(WITHOUT_ACCOUNT, values, as_dict=True):
		user = row.user or frappe.db.get_value(
			"Party Member", row.member, "user"
		)  # a second seat of the same person
		if not user:
			user = accounts.create_account(row.full_name, new_login(row.full_name))
			frappe.db.set_value("User", user, "username", user.partition("@")[0])
			frappe.db.set_value("Party Member", row.member, "user", user)
			new[user] = row.name
		seat = frappe.get_doc("Seat", row.name)
		seat.user = user
		seat.save()
	if not new:
		message = _(
			"Every seat here with a known holder has an account. To print a slip again, choose the seat."
		)
		frappe.throw(message, NothingToPrintError, title=_("Nothing to Do"))
	return slips((user, seat, give_first_password(user)) for user, seat in new.items())


def may_make(user: str, path: str) -> bool:
	return access.is_administrator(user) or any(
		seat.is_commission and path.startswith(seat.path) for seat in access.own_seats(user)
	)


def reset(seat: str) -> bytes:
	"""A new first password for the holder of a seat, by the body above; every session of the account ends."""
	user = require_below(seat)
	password = give_first_password(user)
	roles.end_sessions(user)
	return slips([(user, seat, password)])


def require_below(seat: str) -> str:
	"""The account of a seat whose password the signed-in person may reset. Raises PermissionError."""
	user = frappe.db.get_value("Seat", seat, "user")
	if not user or not may_reset(frappe.session.user, user):
		message = _(
			"You may reset passwords of people whose seats all lie below your own. Ask the administrator otherwise."
		)
		frappe.throw(message, frappe.PermissionError)
	return user


def send(seat: str) -> str:
	"""A new first password by mail instead of on paper; returns the address. Raises PermissionError, MailError.

	Not sent, nothing has changed: the password before goes on.
	"""
	address = frappe.db.get_value("User", require_below(seat), "email")
	if not mail.reaches(address):
		refuse_mail(_("No mail reaches this account: print the slip instead."))
	slip = reset(seat)
	name = _("First passwords")
	text = _(
		"The slip to sign in with is attached. Change the password at the first sign-in, then delete this mail."
	)
	try:
		mail.send_now(address, name, text, f"{name}.pdf", slip)
	except (
		OSError,
		SMTPException,
		frappe.ValidationError,
	):  # of the network, the server, and how it is set up
		frappe.logger("mail").exception("a first password was not sent")
		refuse_mail(_("The mail could not be sent. Nothing has changed; print the slip instead."))
	return address


def refuse_mail(message: str) -> NoReturn:
	frappe.throw(message, MailError, title=_("Not Sent"))


def may_reset(user: str, holder: str) -> bool:
	"""Whether `user` may take over the account of `holder` for a moment, which a new password amounts to.

	Everything the holder reaches must lie below a seat of `user` who writes there: an author's strictly below, the
	Commission's also at its own organisation, but never another officer of the Commission there.
	"""
	if access.is_administrator(user):
		return not access.is_administrator(holder) or user == "Administrator"
	if user == holder or access.is_administrator(holder):
		return False
	reached = [(path, commission) for path, commission in branches_of(holder)]
	own = access.own_seats(user)

	def lies_below(path: str, commission: bool) -> bool:
		return any(
			path.startswith(seat.path) and (path != seat.path or (seat.is_commission and not commission))
			for seat in own
			if seat.is_commission or seat.may_author
		)

	return bool(reached) and all(lies_below(path, commission) for path, commission in reached)


def branches_of(user: str) -> list[tuple[str, bool]]:
	"""(path, whether of the Commission) of every seat of `user`, own or lent, today or to come, and of what he follows."""
	rows = frappe.db.sql(
		"""select organization.path, exists (
				select 1 from `tabPosition Role` granted where granted.parent = seat.position
				and granted.parenttype = 'Position' and granted.role = 'Organization Commission') as commission
			from `tabSeat` seat join `tabParty Organization` organization on organization.name = seat.organization
			where (seat.user = %(user)s or seat.name in (
				select lent.seat from `tabDelegation` lent where lent.borrower = %(user)s and lent.revoked_at is null
				and lent.to_date >= %(today)s))
			and (seat.to_date is null or seat.to_date >= %(today)s)""",
		{"user": user, "today": getdate()},
	)
	return [(path, bool(commission)) for path, commission in rows] + [
		(path, False) for path in access.overseen(user)
	]


def new_login(full_name: str) -> str:
	"""An unused name to sign in with: given name, initials of the others, a number when taken ("an.nv", "an.nv2")."""
	*others, given = fold(full_name).split() or ["tk"]
	stem = "".join(c for c in given if c.isalnum()) + (
		"." + "".join(word[0] for word in others) if others else ""
	)
	number = 1
	while frappe.db.exists("User", name := f"{stem}{number if number > 1 else ''}@{DOMAIN}"):
		number += 1
	return name


def give_first_password(user: str) -> str:
	password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))
	update_password(user, password)
	frappe.db.set_value("User", user, "last_password_reset_date", LONG_AGO)
	return password


def slips(people: Iterable[tuple[str, str, str]]) -> bytes:
	"""PDF of slips of (account, seat, password)."""
	cards = [card(*one) for one in people]
	with print_language("vi"):
		html = frappe.render_template(
			"bontot/organization/access/slips.html", {"cards": cards, "address": get_url()}
		)
	return printing.as_pdf(html)


def card(user: str, seat: str, password: str) -> dict[str, Any]:
	columns = ("position", "organization")
	position, organization = frappe.db.get_value("Seat", seat, columns)
	return {
		"full_name": frappe.db.get_value("User", user, "full_name"),
		"login": frappe.db.get_value("User", user, "username") or user,
		"password": password,
		"position": frappe.db.get_value("Position", position, "position_name"),
		"organization": frappe.db.get_value(tree.DOCTYPE, organization, "organization_name"),
		"code": second_factor(user) if SECOND_FACTOR in frappe.get_roles(user) else "",
	}


def second_factor(user: str) -> str:
	"""A new secret for the account's authenticator app, as a QR code (data address); the slip replaces the mail."""
	secret = accounts.new_second_factor(user)
	address = twofactor.pyotp.TOTP(secret).provisioning_uri(user, issuer_name=ISSUER)
	drawing = BytesIO()
	pyqrcode.create(address).svg(drawing, scale=3, quiet_zone=2)
	return "data:image/svg+xml;base64," + b64encode(drawing.getvalue()).decode()
