"""The bench's web server with a rule taken out, for the controls: a WSGI application of the tests' own.

The product knows no such switch: what is patched here lives in this process alone. BONTOT_ACCESS_OFF says what goes:
"guard" (the doors before the rule), "guard,rule" (the guard, and who may see and do what), or "alike" (that what is out of reach
is answered as what is not there).
"""

from __future__ import annotations

import os

import frappe
import frappe.app
from bontot.guard import targets
from bontot.guard.edge import entry, hidden_existence
from bontot.guard.query import follow, query_filters
from bontot.organization import access
from bontot.organization.access import rules, scopes

OFF = os.environ["BONTOT_ACCESS_OFF"].split(",")


def nothing(*_arguments: object, **_more: object) -> None:
	return None


def ask() -> None:
	"""What of the guard belongs to the rule: what people who are no administrators may ask."""
	form = frappe.local.form_dict
	if not access.is_administrator(frappe.session.user) and (
		calls := targets.of_request(frappe.request, form)
	):
		query_filters.require_plain(form, calls)


if "guard" in OFF:
	# The doors stand open; what may be asked about a document out of reach belongs to the rule.
	entry.check = nothing if "rule" in OFF else ask
if "alike" in OFF:
	hidden_existence.refuse_alike = nothing
if "rule" in OFF:
	access.conditions = rules.conditions = lambda doctype, user=None: ""
	access.may_access = lambda doc, ptype="read", user=None: True
	access.scope = scopes.scope = lambda user, on=None: access.Scope((), unrestricted=True)
	access.require_seat = lambda organization, ability: frappe._dict(organization=organization)
	follow.may_access = nothing
	follow._conditions = lambda follower, user: ""

application = frappe.app.application
