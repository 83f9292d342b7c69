"""Settings of the site: Vietnamese, Vietnam's time and formats, nothing that calls outside, nothing that shares."""

import frappe
from frappe import _
from frappe.desk.page.setup_wizard import setup_wizard
from frappe.model.document import Document

LANGUAGE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
COUNTRY = "Vietnam"

ISSUER = "Bốn tốt"
# Days. No password in use is that old; a first one is dated LONG_AGO, so its owner changes it before the sign-in goes on.
FORCED_AFTER, LONG_AGO = 36500, "1900-01-01"

SYSTEM_SETTINGS = {
	"country": COUNTRY,
	"language": LANGUAGE,
	"time_zone": TIME_ZONE,
	"date_format": "dd/mm/yyyy",
	"time_format": "HH:mm",
	"number_format": "#.###,##",
	"first_day_of_the_week": "Monday",
	"enable_onboarding": 1,  # ours alone: `synthesis/onboarding.py`
	"enable_telemetry": 0,
	"disable_system_update_notification": 1,
	"disable_change_log_notification": 1,
	"hide_footer_in_auto_email_reports": 1,
	"disable_document_sharing": 1,  # a share beats a denial: scope alone decides (docs/quyen.md)
	"allow_consecutive_login_attempts": 5,
	"allow_login_after_fail": 300,
	"session_expiry": "24:00",
	"allow_login_using_user_name": 1,  # slips name "an.nv", not an address
	"force_user_to_reset_password": FORCED_AFTER,
	"enable_two_factor_auth": 1,  # of holders of positions that ask for it, nobody else: keep_second_factor_to_positions
	"two_factor_method": "OTP App",
	"otp_issuer_name": ISSUER,
	"allow_guests_to_upload_files": 0,
	"attach_view_link": 0,
	"allow_error_traceback": 0,  # a refusal is read by people; the log keeps the trace
	"login_with_email_link": 0,
	"reset_password_link_expiry_duration": 24 * 3600,  # seconds; the framework's own: for ever
	"enable_password_policy": 1,
	"minimum_password_score": "2",
	"logout_on_password_reset": 1,
	"allow_older_web_view_links": 0,
	"dormant_days": 36500,  # a quiet week must not slow the reminders down
}
WEBSITE_SETTINGS = {
	"disable_signup": 1,
	"hide_login": 0,
	"app_name": "Bốn tốt",
	"brand_html": "Bốn tốt",
	"footer_powered": "Chi bộ bốn tốt, đảng bộ cơ sở bốn tốt",
	"hide_footer_signup": 1,
}
# Entries of the account's menu that lead nowhere: a profile made of points and charts that are not kept, an empty box, a
# website that is not there. Known by where they lead, as labels differ.
NOWHERE = ("/app/user-profile", "setup_session_defaults()", "view_website()")
# Of the help menu: pages of the framework's makers, which a closed network does not reach; "About" holds nothing but them.
OUTSIDE = ("https://", "frappe.ui.toolbar.show_about()")
GUIDES = {"item_label": "Guides", "item_type": "Route", "route": "/huong-dan/README", "is_standard": 1}


def install() -> None:
	set_known_fields("System Settings", SYSTEM_SETTINGS)
	set_known_fields("Website Settings", WEBSITE_SETTINGS)
	ask_second_factor_of_positions_only()  # the hook is not heard while the app is being installed
	mend_time_zones()
	keep_the_clock_going()
	hide_entries_that_lead_nowhere()
	lead_help_to_the_guides()
	keep_reset_keys_from_their_owners()


def keep_reset_keys_from_their_owners() -> None:
	"""Whoever has a session could ask for a reset, read its key in the account and give it a password without the old one."""
	setter = {"doctype": "User", "fieldname": "reset_password_key", "property": "permlevel", "value": "1"}
	if frappe.get_meta("User").get_field("reset_password_key").permlevel != 1:
		frappe.make_property_setter({**setter, "property_type": "Int"})


def hide_entries_that_lead_nowhere() -> None:
	menu = frappe.get_doc("Navbar Settings")
	hidden = [
		item
		for item in menu.settings_dropdown
		if not item.hidden and (item.route or item.action or "").endswith(NOWHERE)
	]
	for item in hidden:
		item.hidden = 1
	if hidden:
		menu.save(ignore_permissions=True)  # the installing administrator


def lead_help_to_the_guides() -> None:
	menu = frappe.get_doc("Navbar Settings")
	outside = [
		item
		for item in menu.help_dropdown
		if not item.hidden and (item.route or item.action or "").startswith(OUTSIDE)
	]
	for item in outside:
		item.hidden = 1
	leads = any(item.route == GUIDES["route"] for item in menu.help_dropdown)
	if not leads:
		rows = [menu.append("help_dropdown", GUIDES), *menu.help_dropdown[:-1]]
		for idx, row in enumerate(rows, 1):
			row.idx = idx
		menu.help_dropdown = rows
	if outside or not leads:
		menu.save(ignore_permissions=True)  # the installing administrator


def set_known_fields(single: str, values: dict) -> None:
	"""Set those of `values` that this framework knows; `save` rather than `set_single_value`, which skips its effects."""
	doc = frappe.get_doc(single)
	known = {field: value for field, value in values.items() if doc.meta.has_field(field)}
	if any(str(doc.get(field) or "") != str(value or "") for field, value in known.items()):
		doc.update(known)
		doc.flags.ignore_mandatory = True  # a fresh site lacks values that the wizard asks for
		doc.save(ignore_permissions=True)  # the installing administrator


def keep_second_factor_to_positions(doc: Document, method: str | None = None) -> None:
	"""`on_update` of System Settings: with the second factor on, the framework asks it of everybody at every save."""
	ask_second_factor_of_positions_only()


def ask_second_factor_of_positions_only() -> None:
	frappe.db.set_value("Role", "All", "two_factor_auth", 0)


def keep_the_clock_going() -> None:
	"""The framework runs a site's jobs once a day only, whatever `dormant_days` says, while nobody ever signed in to it:
	a province restored or brought in by the operator would get no reminder and no unfinished task would be taken up."""
	if frappe.db.exists("Activity Log", {}):
		return
	entry = {"subject": _("The site was set up."), "user": frappe.session.user, "status": "Success"}
	note = frappe.get_doc({"doctype": "Activity Log", **entry})
	note.insert(ignore_permissions=True)  # the installation's own


def mend_time_zones() -> None:
	"""Users made before the zone was set keep the framework's default, Asia/Kolkata, in the account and beside it: the desk
	gives the latter to every new account that such a user makes."""
	user = frappe.qb.DocType("User")
	frappe.qb.update(user).set(user.time_zone, TIME_ZONE).where(user.time_zone != TIME_ZONE).run()
	kept = {"defkey": "time_zone", "defvalue": ("!=", TIME_ZONE)}
	for owner in frappe.get_all("DefaultValue", kept, pluck="parent"):
		frappe.defaults.set_default("time_zone", TIME_ZONE, owner)


def complete_wizard() -> None:
	"""Answer the set-up wizard as an administrator in Vietnam would, without anyone at the screen."""
	if frappe.db.get_single_value("System Settings", "setup_complete"):
		return
	language = frappe.db.get_value("Language", LANGUAGE, "language_name")
	answers = {
		"language": language,
		"lang": language,
		"country": COUNTRY,
		"timezone": TIME_ZONE,
		"currency": "VND",
		"enable_telemetry": 0,
	}
	outcome = setup_wizard.setup_complete(answers)
	if outcome.get("status") != "ok":
		raise RuntimeError(f"The set-up wizard did not finish: {outcome}")
	install()  # the wizard writes its own formats over ours
