"""Nonces of pages: whose scripts get one, for how long, and which answers bear which policy."""

import re

import frappe
import frappe.website.serve
from frappe.utils import jinja
from werkzeug.wrappers import Request, Response

from bontot.guard.edge import content_policy
from bontot.guard.testing import GuardCase

SCRIPT = re.compile(r"<script[^>]*>")


class TestContentPolicy(GuardCase):
	def setUp(self) -> None:
		super().setUp()
		content_policy.stand_around()
		self.addCleanup(self.forget)

	def forget(self) -> None:
		frappe.local.jloader = frappe.local.jenv = None

	def page(self, path: str, user: str = "Guest") -> tuple[str, Response]:
		self.forget()
		with self.request(path, "GET", user, None, {}, None, True, {}):
			response = frappe.website.serve.get_response(path.strip("/"))
			content_policy.add(response, frappe.request)
		return frappe.safe_decode(response.data), response

	def nonce_of(self, response: Response) -> str:
		found = re.findall(r"'nonce-([\w-]+)'", response.headers[content_policy.HEADER])
		self.assertEqual(len(found), 1, response.headers)
		return found[0]

	def test_every_inline_script_of_a_page_has_the_nonce_of_its_request(self):
		for path in ("/login", "/message", "/update-password", "/nothing-here"):
			with self.subTest(path):
				html, response = self.page(path)
				inline = [tag for tag in SCRIPT.findall(html) if "src=" not in tag]
				self.assertTrue(inline)
				self.assertEqual(set(inline), {f'<script nonce="{self.nonce_of(response)}">'})

	def test_it_is_another_one_each_time_and_no_page_is_remembered(self):
		nonces = set()
		for _time in range(2):
			html, response = self.page("/login")
			nonces.add(self.nonce_of(response))
			self.assertIn(self.nonce_of(response), html)
			self.assertEqual(response.headers["Cache-Control"], "no-store")
		self.assertEqual(len(nonces), 2)

	def test_the_policy_lets_nothing_inline_run(self):
		policy = self.page("/login")[1].headers[content_policy.HEADER]
		scripts = next(part for part in policy.split("; ") if part.startswith("script-src "))
		self.assertRegex(scripts, r"^script-src 'self' 'nonce-[\w-]{20,}' 'unsafe-eval'$")
		for part in ("script-src-attr 'none'", "object-src 'none'", "base-uri 'self'", "form-action 'self'"):
			self.assertIn(part, policy.split("; "))

	def test_a_template_that_is_stored_gets_none(self):
		loader = content_policy.TemplateFiles()
		frappe.local.jloader, frappe.local.jenv = loader, None
		text = "<script>stored</script>{{ frappe.session.user }}"
		self.assertTrue(frappe.render_template(text, {}).startswith("<script>stored"))
		of_file = jinja.get_template("templates/base.html").environment.loader.get_source(
			jinja.get_jenv(), "www/404.html"
		)
		self.assertIn(loader.nonce, of_file[0])

	def test_pages_of_the_public_website_which_hold_stored_scripts_get_none(self):
		self.assertTrue(content_policy.is_of_page("www/app.html"))
		self.assertTrue(content_policy.is_of_page("frappe/templates/base.html"))
		for template in (
			"website/doctype/web_page/templates/web_page.html",
			"frappe/website/doctype/web_form/templates/web_form.html",
			"printing/page/print/print.html",
			"other/www/x.html",
		):
			self.assertFalse(content_policy.is_of_page(template), template)

	def test_handlers_of_a_template_are_set_aside_and_the_print_view_has_the_listener(self):
		source = '<body><a class="p-2" onclick="window.print();">x</a></body>'
		self.assertEqual(
			content_policy.with_nonce(source, "n", is_print_view=True),
			'<body><a class="p-2" data-inline-click="window.print();">x</a>'
			"{{ include_script('bontot_web.bundle.js') }}</body>",
		)

	def test_what_is_no_page_runs_nothing_at_all(self):
		def policy(path: str, mimetype: str, headers: dict | None = None) -> str | None:
			response = Response("x", mimetype=mimetype, headers=headers)
			request = Request({"PATH_INFO": path, "REQUEST_METHOD": "GET", "wsgi.url_scheme": "http", "SERVER_NAME": "x", "SERVER_PORT": "80"})  # fmt: skip
			content_policy.add(response, request)
			return response.headers.get(content_policy.HEADER)

		self.forget()
		self.assertEqual(policy("/files/x.html", "text/html"), content_policy.FILES)
		self.assertEqual(policy("/api/method/download_file", "application/pdf"), content_policy.FILES)
		attached = {"Content-Disposition": "attachment"}
		self.assertEqual(policy("/api/method/x", "text/html", attached), content_policy.FILES)
		self.assertIsNone(policy("/api/method/ping", "application/json"))
		self.assertEqual(policy("/x", "text/html"), content_policy.policy_of_page())
