"""Signing in: odd credentials, one answer for every name, and limits by place, by address and by name."""

import inspect
from contextlib import contextmanager
from unittest.mock import patch

import frappe
from frappe.auth import CookieManager, LoginManager
from frappe.core.doctype.user.user import User
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from bontot.guard.edge import passwords, sign_in, sign_in_limits
from bontot.guard.errors import NewPasswordError, WrongPasswordError
from bontot.organization.testing import create_test_user
from bontot.tests.case import BontotTestCase

HOME, AWAY = "10.1.1.1", "10.9.9.9"
RIGHT, WRONG = "Mot-mat-khau-dung-26", "x"


class TestSignIn(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.user = create_test_user(password=RIGHT)

	def setUp(self) -> None:
		super().setUp()
		self.addCleanup(self.forget)
		self.forget()

	def forget(self) -> None:
		for key in frappe.cache.scan_iter(sign_in_limits.made_key("*")):
			frappe.cache.delete(key)

	@contextmanager
	def request(self, address: str = HOME, cookies: dict | None = None, **form: object):
		header = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
		environ = EnvironBuilder(path="/api/method/login", method="POST", headers={"Cookie": header})
		with (
			patch.object(frappe.local, "request", Request(environ.get_environ()), create=True),
			patch.object(frappe.local, "form_dict", frappe._dict(form)),
			patch.object(frappe.local, "request_ip", address, create=True),
			patch.object(frappe.local, "cookie_manager", CookieManager(), create=True),
			patch.object(frappe.local, "response", frappe._dict(docs=[])),
			patch.object(frappe.db, "commit"),
		):
			yield

	def try_to(self, name: str, password: str, address: str = HOME, cookies: dict | None = None) -> str:
		"""The account that was let in, or the name of the error."""
		manager = object.__new__(LoginManager)
		manager.user = None
		try:
			with self.request(address, cookies, usr=name, pwd=password):
				manager.authenticate()
		except Exception as error:
			return type(error).__name__
		finally:
			frappe.clear_messages()
		return manager.user

	def known(self, user: str | None = None, address: str = HOME) -> dict[str, str]:
		"""Cookies of a browser in which the account has signed in."""
		with self.request(address):
			sign_in.signed_in(frappe._dict(user=user or self.user))
			cookies = frappe.local.cookie_manager.cookies
		return {sign_in_limits.COOKIE: cookies[sign_in_limits.COOKIE]["value"]}

	def test_it_stands_around_the_frameworks(self) -> None:
		for name in ("login", "authenticate"):
			self.assertTrue(hasattr(getattr(LoginManager, name), sign_in.STANDING), name)
		self.assertEqual(type(frappe.get_doc("System Settings")).__module__, "bontot.guard.edge.loaded_first")

	def test_what_is_no_plain_text_is_taken_away(self) -> None:
		odd = ([], ["a"], {"a": 1}, 7, 1.5, True, None, "a\0b", "a\n", "x" * 4097, "\ud800")
		for value in odd:
			form = frappe._dict(usr=value, pwd=value, tmp_id=value, otp=value)
			sign_in.empty_odd(form)
			self.assertEqual(form, {}, repr(value)[:20])
		plain = {"usr": "nguyễn.an@thu.example", "pwd": "Đúng rồi, 1 câu!", "tmp_id": "a1b2", "otp": "012345"}
		form = frappe._dict(plain)
		sign_in.empty_odd(form)
		self.assertEqual(form, plain)

	def test_wrong_then_right(self) -> None:
		answers = [self.try_to(self.user, WRONG) for _try in range(3)]
		self.assertEqual(answers, ["AuthenticationError"] * 3)
		self.assertEqual(self.try_to(self.user, RIGHT), self.user)
		answers = [self.try_to(self.user, WRONG) for _try in range(3)]
		self.assertEqual(answers, ["AuthenticationError"] * 3, "counted anew")

	def test_one_name_from_one_place_is_tried_so_often_however_it_is_spelled(self) -> None:
		spelled = (self.user, self.user.upper(), self.user + " ", self.user.replace("t", "\uff54", 1))
		answers = [self.try_to(spelled[n % 4], WRONG) for n in range(7)]
		self.assertEqual(answers, ["AuthenticationError"] * 5 + ["SecurityException"] * 2)
		self.assertEqual(self.try_to(self.user, RIGHT), "SecurityException")
		self.assertEqual(self.try_to(self.user, RIGHT, AWAY), self.user, "elsewhere its owner signs in")

	def test_a_name_that_nobody_has_is_answered_alike_and_costs_as_much(self) -> None:
		there, none = self.user, "khong.co@thu.example"
		with patch.object(sign_in.passlibctx, "verify", return_value=False) as verify:
			answers = {
				name: [self.try_to(name.upper() if n % 2 else name, WRONG) for n in range(7)]
				for name in (there, none)
			}
		self.assertEqual(answers[there], answers[none])
		self.assertEqual(verify.call_count, 10)

	def test_closed_accounts_and_those_without_password_stay_out_and_cost_as_much(self) -> None:
		frappe.db.set_value("User", self.user, "enabled", 0)
		bare = create_test_user()
		with patch.object(sign_in.passlibctx, "verify", wraps=sign_in.passlibctx.verify) as verify:
			self.assertEqual(self.try_to(self.user, RIGHT), "AuthenticationError")
			self.assertEqual(self.try_to(bare, RIGHT), "AuthenticationError")
		self.assertEqual(verify.call_count, 2)

	def test_one_password_is_not_tried_on_many_accounts(self) -> None:
		names = [f"ai{number}@thu.example" for number in range(20)]
		answers = [self.try_to(name, WRONG) for name in names]
		self.assertEqual(answers[:10], ["AuthenticationError"] * 10)
		self.assertEqual(answers[10:], ["SecurityException"] * 10)
		self.assertEqual(self.try_to(self.user, RIGHT), "SecurityException", "a browser that nobody knows")
		self.assertEqual(self.try_to(self.user, RIGHT, AWAY), self.user)
		self.assertEqual(self.try_to(self.user, RIGHT, HOME, self.known()), self.user, "one's own browser")
		with patch.object(sign_in_limits, "NAMES", 100), self.subTest("control"):
			self.forget()
			self.assertEqual({self.try_to(name, WRONG) for name in names}, {"AuthenticationError"})

	def test_an_office_behind_one_address_goes_on(self) -> None:
		people = [create_test_user(password=RIGHT) for _person in range(15)]
		for person in people:
			self.assertEqual(self.try_to(person, RIGHT), person)

	def test_nobody_keeps_an_account_locked(self) -> None:
		own = self.known()
		for number in range(25):
			for _try in range(5):
				self.try_to(self.user, WRONG, f"10.2.2.{number}")
		self.assertEqual(
			self.try_to(self.user, RIGHT, AWAY), "SecurityException", "a place that nobody knows"
		)
		self.assertEqual(self.try_to(self.user, RIGHT, AWAY, own), self.user, "one's own browser")
		self.assertEqual(self.try_to(self.user, RIGHT, HOME), self.user, "where one was last")
		for _try in range(7):
			self.try_to(self.user, WRONG, HOME)
		self.assertEqual(self.try_to(self.user, RIGHT, HOME), "SecurityException", "a neighbour's browser")
		self.assertEqual(self.try_to(self.user, RIGHT, HOME, own), self.user)

	def test_a_browser_is_known_by_what_nobody_can_make_up(self) -> None:
		own, other = self.known(), create_test_user(password=RIGHT)
		device = own[sign_in_limits.COOKIE].split(".")[0]
		forged = {sign_in_limits.COOKIE: f"{device}.{'0' * 24}"}
		for name, cookies, known in (
			(self.user, own, True), (other, own, False), (self.user, forged, False), (self.user, {}, False),
		):  # fmt: skip
			with self.request(cookies=cookies):
				self.assertEqual(sign_in_limits.Tries(name).is_known, known)

	def test_its_own_budget_ends_too(self) -> None:
		own = self.known()
		answers = [self.try_to(self.user, WRONG, AWAY, own) for _try in range(7)]
		self.assertEqual(answers, ["AuthenticationError"] * 5 + ["SecurityException"] * 2)

	def test_several_people_share_a_browser(self) -> None:
		cookies, other = self.known(), create_test_user(password=RIGHT)
		with self.request(cookies=cookies):
			sign_in.signed_in(frappe._dict(user=other))
			said = frappe.local.cookie_manager.cookies[sign_in_limits.COOKIE]["value"]
		with self.request(cookies={sign_in_limits.COOKIE: said}):
			self.assertTrue(sign_in_limits.Tries(self.user).is_known and sign_in_limits.Tries(other).is_known)

	# one's own password
	def test_a_wrong_old_password_is_told_and_the_right_one_goes_on(self) -> None:
		with self.request(), self.set_user(self.user):
			for _try in range(4):
				with self.assertRefused(WrongPasswordError):
					passwords.update_password("Mot-mat-khau-moi-2026", old_password=WRONG)
			passwords.require_own(RIGHT)
			for odd in ("", "x" * 5000):
				with self.assertRefused(WrongPasswordError):
					passwords.verify_password(odd)

	def test_it_is_not_guessed_from_an_open_session(self) -> None:
		with self.request(), self.set_user(self.user):
			for _try in range(10):
				with self.assertRefused(WrongPasswordError):
					passwords.require_own(WRONG)
			with self.assertRefused(frappe.SecurityException):
				passwords.require_own(RIGHT)

	def test_a_new_password_can_be_typed(self) -> None:
		with self.request(), self.set_user(self.user), self.assertRefused(NewPasswordError):
			passwords.update_password("x" * 600, old_password=RIGHT)

	def test_a_blank_is_no_key(self) -> None:
		"""The database takes it for the empty key that is left when one was used."""
		frappe.db.set_value(
			"User",
			self.user,
			{"reset_password_key": "", "last_reset_password_key_generated_on": frappe.utils.now()},
		)
		with self.request(), self.set_user("Guest"):
			for key in (" ", "   ", "\u3000", "%"):
				passwords.update_password("Mot-mat-khau-moi-2026", key=key)
				self.assertEqual(frappe.local.response.http_status_code, 410, repr(key))
		self.assertEqual(self.try_to(self.user, RIGHT), self.user)

	def test_a_forgotten_password_does_the_same_for_every_name(self) -> None:
		told = []
		for name in (self.user, "khong.co@thu.example", "Administrator"):
			with (
				self.request(cmd="x"),
				self.set_user("Guest"),
				patch.object(frappe, "enqueue") as enqueue,
				patch.object(frappe.db, "sql", side_effect=AssertionError("looked up")),
			):
				inspect.unwrap(passwords.reset_password)(name)
				told.append((enqueue.call_count, frappe.message_log[-1]))
				frappe.clear_messages()
		self.assertEqual(told, [told[0]] * 3)

	def test_an_empty_name_is_nobodys(self) -> None:
		"""The framework finds it in every account without a short name."""
		frappe.db.set_value("User", self.user, "username", None)
		for name in ("", " ", "\u200b", "\u00ad"):
			self.assertIsNone(sign_in.account_of(name), repr(name))
		self.assertEqual(sign_in.account_of(self.user), self.user)
		with self.subTest("control: the framework's"):
			self.assertTrue(User.find_by_credentials("", "", validate_password=False))

	def test_nothing_is_written_into_an_administrators_account(self) -> None:
		before = frappe.db.get_value("User", "Administrator", ["reset_password_key", "modified"])
		for name in (
			"administrator",
			"Administrator ",
			"\uff21dministrator",
			"ADMINISTRATOR",
			"Guest",
			"guest ",
			["x"],
		):
			passwords.send_instructions(name)
		self.assertEqual(
			frappe.db.get_value("User", "Administrator", ["reset_password_key", "modified"]), before
		)
		with patch("frappe.core.doctype.user.user.User.reset_password") as reset:
			passwords.send_instructions(self.user.upper())
			self.assertEqual(reset.call_count, 1, "control: of others it is")
