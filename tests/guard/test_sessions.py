"""Signing in and out: locks, expiry, signing out everywhere, keys that open once, and nobody learns which accounts there are."""

from __future__ import annotations

import contextlib
import pickle
import secrets
import time
import unittest
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import redis

from ops import config
from tests.bad_days.ground import BENCH, ProvinceCase, database, rows
from tests.guard.ground import SHORT, ask, call, elsewhere, unguarded
from tests.main_job.client import Person

LIST = "frappe.client.get_list"
CHANGE = "frappe.core.doctype.user.user.update_password"
FORGOTTEN = "frappe.core.doctype.user.user.reset_password"
NOBODY = "khong.co@kiemtra.example"
TRIES = 8  # more than an account bears
PAIRS = 15


def new_password() -> str:
	return f"Mot-{secrets.token_hex(8)}-Hai"


class TestSessions(ProvinceCase):
	def setUp(self) -> None:
		self.cache = redis.Redis.from_url(config.redis_url(BENCH, "redis_cache"))
		self.forget_tries()

	def forget_tries(self) -> None:
		"""Of signing in and of asking for a password: an earlier test has used them up."""
		for pattern in ("*|rl:*", "*rl:*reset_password*", "*login_failed*"):
			for key in self.cache.scan_iter(pattern):
				self.cache.delete(key)

	def account(self, label: str = "secretary") -> dict:
		return self.round.trial["accounts"][label]

	def sign_in(self, label: str = "secretary") -> Person:
		account = self.account(label)
		return self.round.signed_in(account["user"], account["password"])

	def try_to(self, user: str, password: str, url: str = BENCH.url) -> tuple[int, str]:
		return ask(Person(url), "POST", "/api/method/login", form={"usr": user, "pwd": password})

	def opens(self, person: Person) -> bool:
		status, text = call(elsewhere(person, BENCH.url), LIST, "GET", doctype="Party Member")
		self.assertIn(status, (200, 401, 403), text)
		return status == 200

	# signing out
	def test_after_signing_out_the_cookie_opens_nothing(self) -> None:
		person = self.sign_in("neighbour")
		kept = elsewhere(person, BENCH.url)
		self.assertTrue(self.opens(kept), "control: before that it does")
		self.assertEqual(call(person, "logout")[0], 200)
		self.assertFalse(self.opens(kept))

	def test_a_new_password_ends_every_other_session(self) -> None:
		account = self.account("upper")
		one, other = self.sign_in("upper"), self.sign_in("upper")
		new = new_password()
		status, text = call(one, CHANGE, new_password=new, old_password=account["password"])
		self.assertEqual(status, 200, text)
		account["password"] = new
		self.assertFalse(self.opens(other))
		self.assertTrue(self.opens(self.sign_in("upper")), "control: the new one opens")

	def test_a_session_ends_by_itself(self) -> None:
		for hours, open_still in ((23, True), (25, False)):
			with self.subTest(hours=hours):
				person = self.sign_in()
				self.last_seen(person, timedelta(hours=hours))
				self.assertEqual(self.opens(person), open_still)

	def last_seen(self, person: Person, ago: timedelta) -> None:
		"""Whoever looks finds the session that old, in the database and in what is remembered of it."""
		when, sid = datetime.now() - ago, person.cookies["sid"]
		remembered = f"{database()}|session"
		session = pickle.loads(self.cache.hget(remembered, sid))
		when_there = datetime.fromisoformat(session["data"]["last_updated"]) - ago
		session["data"]["last_updated"] = str(when_there)
		self.cache.hset(remembered, sid, pickle.dumps(session))
		rows(f"UPDATE tabSessions SET lastupdate = '{when}' WHERE sid = '{sid}'; COMMIT")

	# the lock
	def test_wrong_passwords_lock_the_account_for_a_while(self) -> None:
		account = self.account("upper")
		answers = [self.try_to(account["user"], secrets.token_hex(8)) for _try in range(TRIES)]
		self.assertEqual({status for status, _text in answers}, {401, 403}, answers)
		status, text = self.try_to(account["user"], account["password"])
		self.assertEqual((status, "SecurityException" in text), (403, True), text)
		other = self.account("reviewer")
		self.assertEqual(self.try_to(other["user"], other["password"])[0], 200, "control: one's own does")
		self.forget_tries()  # as five minutes do
		self.assertEqual(self.try_to(account["user"], account["password"])[0], 200)

	def test_the_owner_goes_on_where_others_try_his_account(self) -> None:
		"""From the browser that signed in before, and from another address; the others from theirs do not."""
		account = self.account("upper")
		own = self.sign_in("upper")
		for _try in range(TRIES):
			self.try_to(account["user"], secrets.token_hex(8))
		self.assertEqual(
			self.try_to(account["user"], account["password"])[0], 403, "control: here it is locked"
		)
		status, text = ask(own, "POST", "/api/method/login", form=self.credentials(account))
		self.assertEqual(status, 200, text)
		elsewhere_than_they = Person(BENCH.url, address="127.0.0.2")
		status, text = ask(elsewhere_than_they, "POST", "/api/method/login", form=self.credentials(account))
		self.assertEqual(status, 200, text)

	def credentials(self, account: dict) -> dict[str, object]:
		return {"usr": account["user"], "pwd": account["password"]}

	def test_one_password_is_not_tried_on_every_account(self) -> None:
		answers = [self.try_to(f"ai{number}@kiemtra.example", "Mot-mat-khau")[0] for number in range(14)]
		self.assertEqual(answers, [401] * 10 + [403] * 4)
		with unguarded() as url, self.subTest("control: the framework goes on"):
			answers = {self.try_to(f"ai{number}@kiemtra.example", "x", url)[0] for number in range(14)}
			self.assertEqual(answers, {401})

	def test_an_office_signs_in_from_one_address(self) -> None:
		self.try_to(NOBODY, "x" * 12)
		for label, account in self.round.trial["accounts"].items():
			status, text = ask(Person(BENCH.url), "POST", "/api/method/login", form=self.credentials(account))
			self.assertEqual(status, 200, f"{label}: {text}")

	# odd credentials
	def test_odd_credentials_are_answered_alike_and_by_no_fault(self) -> None:
		there = self.account("reviewer")["user"]
		odd: list[object] = [[], ["a"], {"a": 1}, 7, True, None, "x" * 4097, "x" * 100_000, "a\0b", ""]
		for value in odd:
			for name in ("usr", "pwd", "tmp_id", "otp"):
				with self.subTest(name=name, value=repr(value)[:20]):
					answers = {
						ask(
							Person(BENCH.url),
							"POST",
							"/api/method/login",
							body={"usr": user, "pwd": "x", name: value},
						)
						for user in (there, NOBODY, "Administrator")
					}
					self.assertEqual({status for status, _text in answers}, {401}, answers)
					self.assertEqual(len(answers), 1)
			self.forget_tries()
		with unguarded() as url, self.subTest("control: the framework falls over some"):
			body = {"usr": there, "pwd": "x" * 4097}
			self.assertEqual(ask(Person(url), "POST", "/api/method/login", body=body)[0], 500)

	def test_a_sign_in_is_no_address(self) -> None:
		account = self.account("reviewer")
		status, text = ask(Person(BENCH.url), "GET", "/api/method/login", form=self.credentials(account))
		self.assertEqual(status, 405, text)

	# one's own password
	def test_a_wrong_old_password_signs_nobody_out(self) -> None:
		account, person = self.account("upper"), self.sign_in("upper")
		for _try in range(3):
			status, text = call(person, CHANGE, new_password=new_password(), old_password="sai")
			self.assertEqual((status, "WrongPasswordError" in text), (417, True), text)
			self.assertTrue(self.opens(person))
		new = new_password()
		status, text = call(person, CHANGE, new_password=new, old_password=account["password"])
		self.assertEqual(status, 200, text)
		account["password"] = new
		with unguarded() as url, self.subTest("control: the framework does"):
			person = Person(url)
			ask(person, "POST", "/api/method/login", form=self.credentials(account))
			call(person, CHANGE, new_password=new_password(), old_password="sai")
			self.assertEqual(person.cookies.get("sid"), "")

	def test_nothing_is_written_into_administrators_account(self) -> None:
		told = "SELECT reset_password_key, modified_by, modified FROM tabUser WHERE name = 'Administrator'"
		before = rows(told)
		for name in ("administrator", "Administrator ", "\uff21dministrator"):
			self.assertEqual(call(Person(BENCH.url), FORGOTTEN, user=name)[0], 200)
			self.forget_tries()
		time.sleep(3)  # for the worker
		self.assertEqual(rows(told), before)

	# nobody learns which accounts there are
	def answers(self, user: str, url: str = BENCH.url) -> list[tuple[int, str]]:
		return [self.try_to(user, "x" * 12, url) for _try in range(TRIES)]

	def test_accounts_are_not_told_by_the_words_of_a_sign_in_until_it_is_locked_and_after(self) -> None:
		there = self.answers(self.account("reviewer")["user"])
		self.assertEqual(self.answers(NOBODY), there)
		self.assertEqual(there[-1][0], 403, "locked in the end")
		with unguarded() as url, self.subTest("control: the framework locks accounts only"):
			self.forget_tries()
			there = self.answers(self.account("reviewer")["user"], url)
			self.assertNotEqual(self.answers(NOBODY, url), there)

	def test_accounts_are_not_told_by_asking_for_a_new_password(self) -> None:
		guest = Person(BENCH.url)
		people = (self.account("reviewer")["user"], NOBODY, "Administrator")
		answers = [call(guest, FORGOTTEN, user=user) for user in people]
		self.assertEqual(len(set(answers)), 1, answers)
		self.assertEqual(answers[0][0], 200, answers)
		with unguarded() as url, self.subTest("control: the framework tells"):
			self.forget_tries()
			told = {call(Person(url), FORGOTTEN, user=user)[1] for user in people[1:]}
			self.assertEqual(len(told), 2)

	@unittest.skipIf(SHORT, "in guard-full: it measures")
	def test_accounts_are_not_told_by_the_time_it_takes(self) -> None:
		"""A password is looked at or it is not, a key is written or it is not: without care one takes a multiple of the other."""
		there = self.account("reviewer")["user"]
		for what, act in (("sign-in", self.guess), ("forgotten password", self.forget_password)):
			ratio = self.ratio(act, there, BENCH.url)
			with unguarded() as url:
				bare = self.ratio(act, there, url)
			print(f"\n{what}: an account there : none there = {ratio:.2f}, without care {bare:.2f}")
			with self.subTest(what):
				self.assertTrue(0.7 < ratio < 1.4, ratio)
				self.assertGreater(abs(bare - 1), abs(ratio - 1))

	def guess(self, user: str, url: str) -> None:
		self.try_to(user, "x" * 12, url)

	def forget_password(self, user: str, url: str) -> None:
		call(Person(url), FORGOTTEN, user=user)

	def ratio(self, act: Callable[[str, str], None], user: str, url: str) -> float:
		"""Of the fastest, which is the least that each costs: a busy machine delays both by more than they differ."""
		taken: dict[str, list[float]] = {user: [], NOBODY: []}
		for _pair in range(PAIRS):
			for each, seconds in taken.items():
				self.forget_tries()
				began = time.perf_counter()
				act(each, url)
				seconds.append(time.perf_counter() - began)
		return min(taken[user]) / min(taken[NOBODY])

	# keys of a reset

	@contextlib.contextmanager
	def site(self) -> Iterator[None]:
		import frappe

		with contextlib.chdir(BENCH.sites):
			frappe.init(BENCH.site, sites_path=".")
			frappe.connect()
			try:
				yield
				frappe.db.commit()
			finally:
				frappe.destroy()

	def key(self, label: str) -> str:
		"""As a mail would bring it."""
		import frappe

		with self.site():
			link = frappe.get_doc("User", self.account(label)["user"]).reset_password(send_email=False)
		return parse_qs(urlsplit(link).query)["key"][0]

	def use(self, key: str, password: str) -> tuple[int, str]:
		return call(Person(BENCH.url), CHANGE, new_password=password, key=key)

	def test_the_key_of_a_reset_opens_once_and_ends_what_was_open(self) -> None:
		account = self.account("reviewer")
		before = self.sign_in("reviewer")
		key, first = self.key("reviewer"), new_password()
		self.assertEqual(self.use(key, first)[0], 200)
		account["password"] = first
		self.assertFalse(self.opens(before))
		status, text = self.use(key, new_password())
		self.assertEqual(status, 410, text)
		self.assertTrue(self.opens(self.sign_in("reviewer")), "the first one stands")

	def test_an_old_key_and_a_guessed_one_open_nothing(self) -> None:
		user, key = self.account("btc")["user"], self.key("btc")
		rows(
			"UPDATE tabUser SET last_reset_password_key_generated_on = last_reset_password_key_generated_on"
			f" - INTERVAL 2 DAY WHERE name = '{user}'; COMMIT"
		)
		for tried in (key, "guessed" * 5):
			status, text = self.use(tried, new_password())
			self.assertEqual((status, "/app" in text), (410, False), text)
		self.assertTrue(self.opens(self.sign_in("btc")), "control: the old password stands")

	def test_neither_key_nor_old_password(self) -> None:
		for person in (Person(BENCH.url), self.sign_in()):
			status, text = call(person, CHANGE, new_password=new_password())
			self.assertIn(status, (403, 417), text)


if __name__ == "__main__":
	unittest.main()
