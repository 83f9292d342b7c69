"""Makes one site; runs inside the framework's environment, in sites/.

Passwords come by environment: every user of a machine can read the command lines on it.
"""

import json
import logging
import os
import sys

import frappe
from frappe.commands.site import new_site


def main(site: str, settings: dict[str, object], scheduler: bool) -> None:
	"""Make the site with the app installed, write `settings` into its configuration, switch the scheduler."""
	logging.disable(logging.WARNING)  # the framework logs how it makes the database's user, password and all
	arguments = [site, "--force", "--install-app", "bontot", "--db-root-username", "root"]
	arguments += ["--db-root-password", os.environ["BONTOT_ROOT_PASSWORD"]]
	arguments += ["--admin-password", os.environ["BONTOT_ADMIN_PASSWORD"]]
	new_site.main(arguments, standalone_mode=False)
	logging.disable(logging.NOTSET)
	frappe.destroy()

	frappe.init(site=site)
	frappe.connect()
	from frappe.installer import update_site_config
	from frappe.utils.scheduler import toggle_scheduler

	for key, value in settings.items():
		update_site_config(key, value)
	toggle_scheduler(scheduler)
	frappe.db.commit()
	frappe.destroy()
	os.chmod(os.path.join(site, "site_config.json"), 0o600)


if __name__ == "__main__":
	main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3] == "scheduler")
