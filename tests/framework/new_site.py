"""Makes one site for Frappe's tests; runs inside the framework's environment, in sites/.

Passwords come by environment: every user of a machine can read the command lines on it.
"""

import json
import os
import sys

import frappe
from bontot.compat import mend_pydantic_config
from frappe.commands.site import new_site


def main(site: str, settings: dict[str, object], apps: list[str]) -> None:
	"""Make the site with `apps` beside the framework and write `settings` into its configuration."""
	mend_pydantic_config()
	arguments = [site, "--force", "--db-root-username", "root"]
	arguments += ["--db-root-password", os.environ["BONTOT_ROOT_PASSWORD"]]
	arguments += ["--admin-password", os.environ["BONTOT_ADMIN_PASSWORD"]]
	for app in apps:
		arguments += ["--install-app", app]
	new_site.main(arguments, standalone_mode=False)
	frappe.destroy()

	frappe.init(site=site)
	frappe.connect()
	from frappe.installer import update_site_config

	# Frappe's tests sign in as Administrator and read the password here.
	for key, value in (settings | {"admin_password": os.environ["BONTOT_ADMIN_PASSWORD"]}).items():
		update_site_config(key, value)
	frappe.destroy()
	os.chmod(os.path.join(site, "site_config.json"), 0o600)


if __name__ == "__main__":
	main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:])
