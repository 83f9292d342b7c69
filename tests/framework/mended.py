"""Frappe's command line and web application with our mends in, where the app is not installed to bring them.

python -m tests.framework.mended frappe --site SITE run-tests …    as `bench --site SITE run-tests …`
gunicorn tests.framework.mended:application                        as bench's own web server
"""

from bontot.compat import mend_pydantic_config

mend_pydantic_config()

from frappe.app import application  # noqa: E402

__all__ = ["application"]

if __name__ == "__main__":
	from frappe.utils.bench_helper import main

	main()
