"""Frappe's command line and web application with our mends in, where the app is not installed to bring them.

python -m tests.framework.mended frappe --site SITE run-tests …    as `bench --site SITE run-tests …`
gunicorn tests.framework.mended:application                        as bench's own web server
"""

from bontot.compat import mend_pydantic_config

mend_pydantic_config()

import frappe  # noqa: E402
from frappe.app import application  # noqa: E402
from frappe.auth import LoginManager  # noqa: E402
from frappe.sessions import get_csrf_token  # noqa: E402

__all__ = ["application"]


def begin_sessions_with_a_token() -> None:
	"""Frappe's tests make sessions past every sign-in, where bontot's guard would have given each its token."""
	make_session = LoginManager.make_session

	def make_session_with_token(self: LoginManager, resume: bool = False) -> None:
		make_session(self, resume)
		if frappe.conf.ignore_csrf and not resume and frappe.session.user != "Guest":
			get_csrf_token()
			frappe.local.session_obj.update(force=True)  # under test the framework does not keep it by itself

	LoginManager.make_session = make_session_with_token


if __name__ == "__main__":
	from frappe.utils.bench_helper import main

	begin_sessions_with_a_token()
	main()
