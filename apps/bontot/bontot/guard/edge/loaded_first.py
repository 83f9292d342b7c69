"""The settings of the site, which every framework reads before it looks at the name of whoever signs in.

No hook of an app runs before a sign-in, and a process that has just begun may sign somebody in as its first act. The class
of this document is loaded then, from the cache too, and brings along what must stand by that moment.
"""

from frappe.core.doctype.system_settings.system_settings import SystemSettings as TheirSettings

from bontot.guard.edge import sign_in


class SystemSettings(TheirSettings):
	pass


sign_in.stand_around()
