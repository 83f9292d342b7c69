"""One's own account: its owner writes what is his own and nothing else, whoever has saved it before and through which door."""

import json
from unittest.mock import patch

import frappe
import frappe.client
import frappe.share
from frappe.utils.password import check_password

from bontot.guard.errors import ServerWrittenError
from bontot.guard.payload import payload
from bontot.guard.testing import METHOD, GuardCase
from bontot.organization.access import own_account, server_written
from bontot.organization.errors import OwnAccountError
from bontot.organization.testing import create_test_user

FOREIGN = {
	"first_name": "Bí thư",
	"last_name": "Tỉnh ủy",
	"full_name": "Bí thư Tỉnh ủy",
	"email": "khac@thu.example",
	"username": "bi.thu",
	"enabled": 0,
	"user_type": "Website User",
	"simultaneous_sessions": 99,
	"restrict_ip": "127.0.0.9",
	"login_after": 3,
	"reset_password_key": "k" * 32,
	"api_key": "k" * 16,
	"mobile_no": "0900000000",
	"last_password_reset_date": "1999-01-01",
	"redirect_url": "/app/x",
	"role_profile_name": "x",
}
OWN = {"phone": "0912", "bio": "Tôi", "language": "en", "email_signature": "Kính gửi", "mute_sounds": 1}


class TestOwnAccount(GuardCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.user = self.secretary

	def setUp(self) -> None:
		super().setUp()
		self.addCleanup(self.forget)

	def forget(self) -> None:
		setattr(frappe.local, server_written.SENT, None)
		frappe.flags.pop(server_written.HELD, None)

	def shared(self, how: str) -> None:
		"""As the first sign-in leaves it, or as an administrator's save does."""
		own_account.open_to_owner(self.user)
		if how == "saved by an administrator":
			frappe.get_doc("User", self.user).save()

	def save(self, door: str, fields: dict, **more) -> None:
		self.forget()
		doc = frappe.get_doc("User", self.user).as_dict() | fields
		if door == "resource:update":
			form = self.ask(f"/api/resource/User/{self.user}", "PUT", user=self.user, body=json.dumps(fields))
			with self.set_user(self.user):
				kept = frappe.get_doc("User", self.user)
				kept.update(json.loads(form.data))
				kept.save()
			return
		form = self.ask(
			METHOD + door, "POST", user=self.user, doc=json.dumps(doc, default=str), action="Save"
		)
		with self.set_user(self.user):
			frappe.client.save(form.doc)

	def test_what_is_ones_own_is_written_and_nothing_else(self) -> None:
		for how in ("signed in", "saved by an administrator"):
			self.shared(how)
			for door in ("resource:update", "frappe.client.save", "frappe.desk.form.save.savedocs"):
				with self.subTest(how=how, door=door):
					before = frappe.get_doc("User", self.user).as_dict()
					roles = [{"role": "System Manager", "doctype": "Has Role"}]
					bio = frappe.generate_hash(length=8)
					self.save(door, {**FOREIGN, **OWN, "bio": bio, "roles": roles})
					after = frappe.get_doc("User", self.user)
					for name, value in (OWN | {"bio": bio}).items():
						self.assertEqual(after.get(name), value, name)
					for name in FOREIGN:
						self.assertEqual(after.get(name), before.get(name), name)
					self.assertEqual([row.role for row in after.roles], [row.role for row in before.roles])

	def test_control_the_framework_takes_names(self) -> None:
		self.shared("signed in")
		with patch.object(own_account, "OWN", own_account.OWN | {"first_name", "simultaneous_sessions"}):
			self.save("frappe.client.save", FOREIGN)
		self.assertEqual(frappe.db.get_value("User", self.user, "simultaneous_sessions"), 99)

	def test_fields_named_one_by_one(self) -> None:
		self.shared("saved by an administrator")
		named = {"doctype": "User", "name": self.user}
		many = {"doctype": "User", "docnames": json.dumps([self.user]), "action": "update"}
		for field, value in FOREIGN.items():
			with self.subTest(field):
				self.refused(
					ServerWrittenError,
					METHOD + payload.SINGLE_VALUES,
					"POST",
					**named,
					fieldname=field,
					value=value,
				)
				self.refused(
					ServerWrittenError,
					METHOD + payload.OF_MANY,
					"POST",
					**many,
					data=json.dumps({field: value}),
				)
		for field, value in OWN.items():
			self.ask(METHOD + payload.SINGLE_VALUES, "POST", **named, fieldname=field, value=value)

	def test_a_password_is_not_written_into_the_account(self) -> None:
		self.shared("saved by an administrator")
		with self.assertRefused(OwnAccountError):
			self.save("frappe.client.save", {"new_password": "Mot-mat-khau-khac-2026"})
		with self.assertRaises(frappe.AuthenticationError):
			check_password(self.user, "Mot-mat-khau-khac-2026")

	def test_a_picture_is_of_this_site(self) -> None:
		self.shared("signed in")
		for address in (
			"javascript:alert(1)",
			"//x.example/a.png",
			"https://x.example/a.png",
			"data:image/png;x",
		):
			with self.subTest(address), self.assertRefused(OwnAccountError):
				self.save("frappe.client.save", {"user_image": address})
		self.save("frappe.client.save", {"user_image": "/assets/bontot/images/bontot.svg"})
		self.assertEqual(
			frappe.db.get_value("User", self.user, "user_image"), "/assets/bontot/images/bontot.svg"
		)

	def test_an_account_is_shared_with_its_owner_alone_who_passes_it_on_to_nobody(self) -> None:
		self.shared("saved by an administrator")
		other = create_test_user()
		rights = {"share": 1, "share_name": self.user, "share_doctype": "User"}
		self.assertFalse(frappe.db.exists("DocShare", rights))
		with self.assertRefused(OwnAccountError):
			frappe.share.add_docshare("User", self.user, other, flags={"ignore_share_permission": True})

	def test_the_owner_reads_no_key_of_a_reset(self) -> None:
		self.shared("saved by an administrator")
		frappe.db.set_value("User", self.user, "reset_password_key", "k" * 32)
		with self.set_user(self.user):
			doc = frappe.get_doc("User", self.user)
			doc.apply_fieldlevel_read_permissions()
		self.assertFalse(doc.get("reset_password_key"))

	def test_others_accounts_stay_shut(self) -> None:
		own_account.open_to_owner(self.user)
		with self.set_user(self.user):
			self.assertTrue(frappe.has_permission("User", "write", self.user))
			for other in ("Administrator", "Guest", create_test_user()):
				self.assertFalse(frappe.has_permission("User", "read", other), other)

	def test_nobody_is_told_of_the_system_manager_that_a_save_would_make(self) -> None:
		frappe.clear_messages()
		doc = frappe.get_doc("User", self.user)
		with patch.object(frappe.db, "get_single_value", lambda *_a, **_n: 1):
			doc.run_method("before_validate")
			doc.add_system_manager_role()
			self.assertNotIn("System Manager", [row.role for row in doc.roles])
			self.assertEqual(frappe.message_log, [])
			control = frappe.get_doc("User", self.user)
			with patch.object(type(control), "get_other_system_managers", lambda _self: ()):
				control.add_system_manager_role()
		self.assertIn(
			"System Manager", [row.role for row in control.roles], "control: the framework makes one"
		)
		frappe.clear_messages()
