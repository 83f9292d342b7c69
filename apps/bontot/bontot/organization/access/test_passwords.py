import io
import re
from types import SimpleNamespace
from unittest.mock import patch

import frappe
import pypdf
from frappe import auth, twofactor
from frappe.utils import add_days, nowdate
from frappe.utils.password import check_password, decrypt

from bontot import mail
from bontot.organization import access
from bontot.organization.access import api, passwords, roles
from bontot.organization.access.accounts import create_account
from bontot.organization.errors import MailError, NothingToPrintError, SeatError
from bontot.organization.testing import (
	create_test_delegation,
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.setup import site
from bontot.tests.case import BontotTestCase


def create_seat_without_account(organization: str, position: str = "bi_thu_chi_bo", name: str = "Đỗ Thị Ưng"):
	member = create_test_member(organization, full_name=name)
	values = {
		"organization": organization,
		"position": position,
		"member": member.name,
		"from_date": "2022-01-01",
	}
	return frappe.get_doc({"doctype": "Seat", **values}).insert()


def text_of(pdf: bytes) -> str:
	return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


class PasswordCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def setUp(self) -> None:
		super().setUp()
		# The framework commits what it notes of a refused sign-in, and with it whatever a test has made.
		self.enterContext(patch.object(frappe.db, "commit"))
		# Newer frameworks count failures by address too: one that nobody used before.
		address = frappe.generate_hash(length=10)
		self.enterContext(patch.object(frappe.local, "request_ip", address, create=True))

	def make(self, organization: str, below: bool = False, user: str | None = None) -> str:
		with self.set_user(user or self.commission):
			api.make_accounts(organization, below)
		return text_of(frappe.local.response.pop("filecontent"))

	def sign_in(self, user: str, password: str) -> SimpleNamespace:
		"""Sign in through the framework; return whether it went on, and where it sends the person."""
		manager = auth.LoginManager.__new__(auth.LoginManager)
		manager.user = None
		form = frappe.local.form_dict
		frappe.local.form_dict = frappe._dict(usr=user, pwd=password)
		frappe.local.response.pop("redirect_to", None)
		try:
			with patch.object(auth.LoginManager, "post_login") as went_on:
				manager.login()
		finally:
			frappe.local.form_dict = form
		return SimpleNamespace(
			went_on=went_on.called,
			redirect=frappe.local.response.pop("redirect_to", None),
			verification=frappe.local.response.pop("verification", None),
		)


class TestNames(BontotTestCase):
	def test_names_of_people_end_no_attribute_and_begin_no_tag(self):
		"""By whichever way an account is written; the desk shows them to others as they stand."""
		script = "H'Hen \" onanimationstart=ran(1) <b>"
		for user in (create_account(script, "ten@thu.example"), create_test_user()):
			doc = frappe.get_doc("User", user)
			doc.update({"first_name": script, "last_name": "`Niê`"})
			doc.save()
			stored = frappe.db.get_value("User", user, ["first_name", "last_name", "full_name"])
			self.assertEqual("".join(stored).count("H'Hen"), 2)
			self.assertFalse(set("".join(stored)) & set('<>"`'), stored)
		made = frappe.db.get_value("User", create_account(script, "ten2@thu.example"), "full_name")
		self.assertFalse(set(made) & set('<>"`'), made)


class TestMakingAccounts(PasswordCase):
	def test_seats_without_account_get_one_with_a_slip_each_once(self):
		seat = create_seat_without_account(self.tree.cell_a)
		second = create_seat_without_account(self.tree.cell_b)
		access.forget()
		slip = self.make(self.tree.cell_a)
		seat.reload()
		user = frappe.get_doc("User", seat.user)
		password = re.search(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", slip)[0]
		self.assertEqual(check_password(user.name, password), user.name)
		self.assertIn(user.username, slip)
		self.assertIn("Đỗ Thị Ưng", slip)
		self.assertEqual(user.username, "ung.dt")
		self.assertEqual(frappe.db.get_value("Party Member", seat.member, "user"), user.name)
		self.assertEqual(access.seats(user.name)[0].organization, self.tree.cell_a)
		self.assertIsNone(frappe.db.get_value("Seat", second.name, "user"))
		with self.assertRefused(NothingToPrintError):  # not a second time: the password stays the owner's
			self.make(self.tree.cell_a)
		self.make(self.tree.grassroots, below=True)
		self.assertEqual(frappe.db.get_value("Seat", second.name, "user"), "ung.dt2@bontot.local")

	def test_two_seats_of_one_member_make_one_account(self):
		first = create_seat_without_account(self.tree.cell_a)
		values = {
			"position": "can_bo_van_phong",
			"organization": self.tree.grassroots,
			"from_date": "2022-01-01",
		}
		second = frappe.get_doc({"doctype": "Seat", "member": first.member, **values}).insert()
		slip = self.make(self.tree.grassroots, below=True)
		users = {frappe.db.get_value("Seat", seat.name, "user") for seat in (first, second)}
		self.assertEqual((len(users), slip.count("ung.dt")), (1, 1))

	def test_only_the_commission_in_its_reach(self):
		create_seat_without_account(self.tree.cell_a)
		secretary = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		elsewhere = create_test_seat(self.tree.other_body, "can_bo_btc_tinh").user
		borrower = create_test_user()
		create_test_delegation(frappe.db.get_value("Seat", {"user": self.commission}), borrower)
		for user in (secretary, elsewhere, borrower):
			with self.subTest(user), self.assertRefused(frappe.PermissionError):
				self.make(self.tree.cell_a, user=user)

	def test_a_seat_has_a_holder_and_keeps_its_account(self):
		with self.assertRefused(SeatError):
			frappe.get_doc(
				{
					"doctype": "Seat",
					"organization": self.tree.cell_a,
					"position": "bi_thu_chi_bo",
					"from_date": "2022-01-01",
				}
			).insert()
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		seat.user = create_test_user()
		with self.assertRefused(SeatError):
			seat.save()


class TestSigningIn(PasswordCase):
	def test_the_first_password_must_be_changed_before_the_sign_in_goes_on(self):
		user, other = (
			create_test_user(password="mat-khau-cu-4711"),
			create_test_user(password="mat-khau-cu-4711"),
		)
		password = passwords.give_first_password(user)
		first = self.sign_in(user, password)
		self.assertFalse(first.went_on)
		self.assertIn("/update-password?key=", first.redirect)
		self.assertTrue(
			self.sign_in(other, "mat-khau-cu-4711").went_on
		)  # the control: nobody else is asked to
		frappe.db.set_value(
			"User", user, "last_password_reset_date", nowdate()
		)  # as the framework does on the change
		self.assertTrue(self.sign_in(user, password).went_on)

	def test_after_five_wrong_tries_the_right_password_waits_too(self):
		user = create_test_user(password="mat-khau-cu-4711")
		refusals = []
		for _attempt in range(7):
			try:
				self.sign_in(user, "sai")
			except Exception as error:
				refusals.append(type(error))
			frappe.clear_messages()
		self.assertEqual(refusals[0], frappe.AuthenticationError)
		self.assertEqual(refusals[-1], frappe.SecurityException)
		with self.assertRefused(frappe.SecurityException):
			self.sign_in(user, "mat-khau-cu-4711")

	def test_a_position_can_ask_for_a_second_factor(self):
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		other = create_test_seat(self.tree.cell_b, "pho_bi_thu_chi_bo")
		for user in (seat.user, other.user):
			frappe.utils.password.update_password(user, "mat-khau-cu-4711")
		position = frappe.get_doc("Position", "bi_thu_chi_bo")
		position.require_two_factor = 1
		position.save()
		roles.sync_all()
		asked = self.sign_in(seat.user, "mat-khau-cu-4711")
		self.assertEqual((asked.went_on, asked.verification), (False, {"method": "OTP App", "setup": True}))
		self.assertTrue(self.sign_in(other.user, "mat-khau-cu-4711").went_on)
		slips = [
			text_of(passwords.slips([(one.user, one.name, passwords.give_first_password(one.user))]))
			for one in (seat, other)
		]
		self.assertEqual(["quét mã" in slip for slip in slips], [True, False])
		secret = decrypt(twofactor.get_default(f"{seat.user}_otpsecret"))
		self.assertTrue(self.confirmed(seat.user, secret, twofactor.pyotp.TOTP(secret).now()))
		with self.assertRefused(frappe.AuthenticationError):
			self.confirmed(seat.user, secret, "000000")
		settings = frappe.get_doc("System Settings")
		settings.save()  # the framework would now ask it of everybody
		self.assertEqual(frappe.db.get_value("Role", "All", "two_factor_auth"), 0)
		position.require_two_factor = 0
		position.save()
		self.assertNotIn("Second Factor", frappe.get_roles(seat.user))

	def test_installing_again_asks_nobody_else_for_a_second_factor(self):
		"""A fresh site saves its settings before the app's hooks are heard."""
		frappe.db.set_value("Role", "All", "two_factor_auth", 1)
		site.install()
		self.assertEqual(frappe.db.get_value("Role", "All", "two_factor_auth"), 0)

	def confirmed(self, user: str, secret: str, code: str) -> bool:
		"""Tell whether the framework confirms a typed code."""
		frappe.cache.set("test_otp_secret", secret)
		manager = auth.LoginManager.__new__(auth.LoginManager)
		manager.user = user
		return twofactor.confirm_otp_token(manager, otp=code, tmp_id="test")


class TestResetting(PasswordCase):
	def test_the_body_above_prints_a_new_slip_and_every_session_ends(self):
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		above = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		self.session(seat.user)
		with self.set_user(above):
			api.reset_password(seat.name)
		password = re.search(
			r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", text_of(frappe.local.response.pop("filecontent"))
		)[0]
		self.assertEqual(check_password(seat.user, password), seat.user)
		self.assertFalse(self.sign_in(seat.user, password).went_on)
		self.assertEqual(self.sessions(seat.user), 0)

	def test_nobody_takes_over_an_account_that_reaches_further(self):
		tree, cell = self.tree, create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		above = create_test_seat(tree.grassroots, "bi_thu_dang_uy")
		colleague = create_test_seat(tree.province, "can_bo_btc_tinh")
		posted = create_test_seat(tree.body, "can_bo_btc_tinh").user
		both = create_test_seat(tree.cell_b, "bi_thu_chi_bo")
		create_test_seat(tree.other_cell, "pho_bi_thu_chi_bo", both.user)
		coming = create_test_seat(tree.cell_b, "pho_bi_thu_chi_bo")
		create_test_seat(tree.province, "can_bo_btc_tinh", coming.user, from_date=add_days(nowdate(), 9))
		neighbour = create_test_seat(tree.cell_b, "bi_thu_chi_bo").user
		for who, user, seat, may in (
			("secretary above", above.user, cell, True),
			("commission", self.commission, above, True),
			("commission posted to the body", posted, above, True),
			("neighbour", neighbour, cell, False),
			("the cell itself", cell.user, above, False),
			("oneself", cell.user, cell, False),
			("another officer of the commission", self.commission, colleague, False),
			("a seat in another branch too", above.user, both, False),
			("a seat to come at the province", above.user, coming, False),
		):
			with self.subTest(who):
				access.forget()
				self.assertEqual(passwords.may_reset(user, seat.user), may)
				with self.set_user(user):
					if not may:
						with self.assertRefused(frappe.PermissionError):
							api.reset_password(seat.name)

	def with_mail(self, address: str, **session):
		"""An account with a real address on a site that sends mail; what the mail server is handed."""
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", create_test_user(email=address))
		account = SimpleNamespace(
			email_id="bontot@tinhuy.example",
			get_smtp_server=lambda: SimpleNamespace(session=SimpleNamespace(**session)),
		)
		self.enterContext(patch.object(mail, "is_set_up", return_value=True))
		self.enterContext(patch.object(mail.EmailAccount, "find_default_outgoing", return_value=account))
		return seat

	def test_the_slip_goes_by_mail_and_nothing_of_it_is_kept(self):
		sent = []
		seat = self.with_mail("an.nv@tinhuy.example", send_message=sent.append)
		self.session(seat.user)
		with self.set_user(create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user):
			self.assertEqual(api.mail_password(seat.name), {"address": "an.nv@tinhuy.example"})
		[message] = sent
		self.assertEqual(message["To"], "an.nv@tinhuy.example")
		[slip] = message.iter_attachments()
		password = re.search(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", text_of(slip.get_content()))[0]
		self.assertEqual(check_password(seat.user, password), seat.user)
		self.assertEqual(self.sessions(seat.user), 0)
		self.assertFalse(frappe.db.exists("Email Queue", {"creation": (">", seat.creation)}))

	def test_mail_that_does_not_go_out_is_told_and_whom_it_cannot_reach_is_not_asked(self):
		def fail(_message):
			raise ConnectionRefusedError

		seat = self.with_mail("binh.nv@tinhuy.example", send_message=fail)
		nowhere = create_test_seat(
			self.tree.cell_b, "bi_thu_chi_bo", create_test_user(email="c@bontot.local")
		)
		above = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		neighbour = create_test_seat(self.tree.cell_b, "pho_bi_thu_chi_bo").user
		for user, asked, error in (
			(above, seat, MailError),
			(above, nowhere, MailError),
			(neighbour, seat, frappe.PermissionError),
		):
			with self.subTest(asked=asked.user, by=user), self.set_user(user), self.assertRefused(error):
				api.mail_password(asked.name)

	def session(self, user: str) -> None:
		frappe.db.sql(
			"insert into `tabSessions` (sid, user, sessiondata, lastupdate, status) values (%s, %s, '{}', now(), 'Active')",
			(frappe.generate_hash(length=20), user),
		)

	def sessions(self, user: str) -> int:
		return (
			frappe.db.count("Sessions", {"user": user})
			if frappe.db.exists("DocType", "Sessions")
			else frappe.db.sql("select count(*) from `tabSessions` where user = %s", (user,))[0][0]
		)

	def test_a_leavers_sessions_end_with_the_last_seat(self):
		first = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		second = create_test_seat(self.tree.cell_b, "pho_bi_thu_chi_bo", first.user)
		self.session(first.user)
		for seat, left in ((first, 1), (second, 0)):
			seat.reload()
			seat.to_date = add_days(nowdate(), -1)
			seat.save()
			self.assertEqual(self.sessions(first.user), left)
