"""Hooks for each moment of a request, in order. One hook a moment: the framework finds each hook by its path and reads its
signature anew at every request, which costs more than most of what they do.
"""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from bontot import arguments, compat
from bontot.guard.edge import content_policy, entry, replay
from bontot.guard.files import text_pictures
from bontot.guard.payload import stored
from bontot.organization.access import roles


def signed_in() -> None:
	"""Hook `auth_hooks`: it is known who asks, whichever way they came in; nothing has run yet."""
	compat.mend_pydantic_config()
	compat.mend_guest_language()
	replay.stand_around()
	stored.stand_around()
	content_policy.stand_around()
	text_pictures.stand_around()
	arguments.check_call()
	roles.follow_day()
	entry.check()


def after_request(response: Response | None = None, request: Request | None = None) -> None:
	"""Hook `after_request`: the answer stands, and is not sent yet."""
	arguments.tell_broken_body(response, request)
	compat.mend_file_names(response, request)
	content_policy.add(response, request)
