import dataclasses
import unittest

import frappe

from bontot.guard.edge import doctor
from bontot.setup import site
from bontot.tests.case import BontotTestCase


def sound() -> doctor.Facts:
	"""A site as it should be."""
	settings = {name: site.SYSTEM_SETTINGS.get(name, 0) for name in doctor.meaning_of_settings()}
	settings |= {"allow_consecutive_login_attempts": 5, "session_expiry": "24:00"}
	return doctor.Facts(conf={"host_name": "https://bontot.tinh.vn"}, settings=settings, hooks=[doctor.CHECK])


class TestFindings(unittest.TestCase):
	def test_a_sound_site_has_none(self):
		self.assertEqual(list(doctor.findings(sound())), [])

	def test_each_fault_is_found_and_told_once(self):
		faults = [
			{"conf": {"host_name": "https://x.vn", name: 1}}
			for name in (
				"developer_mode",
				"server_script_enabled",
				"ignore_csrf",
				"allow_cors",
				"disable_rate_limits",
			)
		]
		faults += [{"conf": {}}, {"conf": {"host_name": "x.vn"}}, {"hooks": []}, {"signup_open": True}]
		faults += [{"server_scripts": ["x"]}, {"other_ways_in": ["LDAP"]}, {"administrators": list("abcd")}]
		faults += [
			{"keys": ["a"]},
			{"known_password": True},
			{"config_mode": 0o644},
			{"open_paths": ["logs"]},
		]
		faults += [{"conf": sound().conf | {"redis_queue": "redis://127.0.0.1:1"}}]
		for name in doctor.meaning_of_settings():
			faults.append({"settings": sound().settings | {name: int(not site.SYSTEM_SETTINGS.get(name, 0))}})
		for name, value in (
			("allow_consecutive_login_attempts", 0), ("allow_consecutive_login_attempts", 100), ("session_expiry", "720:00"),
			("session_expiry", ""),
		):  # fmt: skip
			faults.append({"settings": sound().settings | {name: value}})
		for fault in faults:
			with self.subTest(fault):
				self.assertEqual(len(list(doctor.findings(dataclasses.replace(sound(), **fault)))), 1)

	def test_a_redis_with_a_password_or_a_socket_is_none(self):
		for address in ("redis://:secret@127.0.0.1:1", "unix:///run/redis.sock", ""):
			conf = sound().conf | {"redis_queue": address}
			self.assertEqual(list(doctor.findings(dataclasses.replace(sound(), conf=conf))), [], address)

	def test_what_opens_a_door_is_told_from_what_does_not(self):
		conf = sound().conf
		doors = [{"conf": conf | {name: 1}} for name in doctor.meaning_of_switches()]
		doors += [{"settings": sound().settings | {name: 1}} for name in ("login_with_email_link",)]
		doors += [{"signup_open": True}, {"hooks": []}, {"server_scripts": ["x"]}, {"known_password": True}]
		doors += [{"config_mode": 0o640}, {"settings": sound().settings | {"disable_document_sharing": 0}}]
		others = [
			{"conf": {}},
			{"keys": ["a"]},
			{"administrators": list("abcd")},
			{"other_ways_in": ["LDAP"]},
			{"open_paths": ["logs"]},
			{"conf": sound().conf | {"redis_cache": "redis://user@127.0.0.1:1"}},
		]
		others += [{"settings": sound().settings | {"session_expiry": "720:00"}}]
		for faults, mark in ((doors, "! "), (others, "- ")):
			for fault in faults:
				with self.subTest(fault):
					(found,) = doctor.findings(dataclasses.replace(sound(), **fault))
					self.assertEqual(str(found)[:2], mark)

	def test_it_is_told_in_the_language_that_is_asked_for(self):
		bare = dataclasses.replace(sound(), hooks=[])
		told, language = {}, frappe.local.lang
		self.addCleanup(setattr, frappe.local, "lang", language)
		for code in ("en", "vi"):
			frappe.local.lang = code
			told[code] = next(doctor.findings(bare)).text
		self.assertIn("run bench migrate", told["en"])
		self.assertIn("rồi chạy bench migrate", told["vi"])


class TestSite(BontotTestCase):
	def test_this_site_is_set_as_it_should_be(self):
		"""Check what the app sets itself; passwords, administrators and the machine are the operator's."""
		now = doctor.facts()
		now = dataclasses.replace(
			now,
			conf=now.conf | {"host_name": "https://x.vn"},
			keys=[],
			administrators=[],
			known_password=False,
		)
		self.assertEqual(list(doctor.findings(now)), [])
