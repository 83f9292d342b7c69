"""Whether the site stands as the guard needs it: `bench execute bontot.guard.doctor.run` says what is wrong, and what to do.

Pure but for `facts`: what is measured there is judged in `findings`. The app sets most of this itself at every migration
(setup/site.py); an operator or another app can have changed it since.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import frappe

from bontot.setup import site

CHECK = "bontot.guard.front.check"
KNOWN_PASSWORDS = ("admin", "administrator", "frappe", "password", "123456", "bontot")
MOST_ADMINISTRATORS = 3
LONGEST_SESSION = 24  # hours
SETTINGS = {
	"allow_error_traceback": "người dùng thấy mã lỗi bên trong hệ thống",
	"disable_document_sharing": "một hồ sơ có thể bị chia sẻ ra ngoài phạm vi",
	"allow_guests_to_upload_files": "người chưa đăng nhập gửi được tệp lên máy",
	"login_with_email_link": "đăng nhập được bằng đường dẫn trong thư, không cần mật khẩu",
	"enable_telemetry": "máy tìm cách gọi ra ngoài mạng",
	"attach_view_link": "thư gửi đi có đường dẫn mở hồ sơ",
	"allow_older_web_view_links": "đường dẫn xem hồ sơ cũ còn mở được",
	"enable_password_policy": "mật khẩu dễ đoán vẫn được nhận",
	"logout_on_password_reset": "đổi mật khẩu xong, phiên cũ vẫn dùng được",
}


@dataclass(slots=True)
class Facts:
	"""What is so on this site."""

	conf: dict = field(default_factory=dict)
	settings: dict = field(default_factory=dict)
	signup_open: bool = False
	hooks: list[str] = field(default_factory=list)
	server_scripts: list[str] = field(default_factory=list)
	other_ways_in: list[str] = field(default_factory=list)
	administrators: list[str] = field(default_factory=list)
	keys: list[str] = field(default_factory=list)
	known_password: bool = False
	config_mode: int = 0o600


def run() -> int:
	"""Print what is wrong, a line each, and return how many lines that are. Reads only."""
	found = list(findings(facts()))
	for line in found:
		print(f"- {line}")
	print(f"{len(found)} điều cần sửa." if found else "An toàn: các thiết đặt đúng như cần có.")
	return len(found)


def findings(now: Facts) -> Iterator[str]:
	"""One sentence for each thing that is not as it should be."""
	yield from _of_conf(now)
	yield from _of_settings(now)
	if now.signup_open:
		yield "Ai cũng tự đăng ký được tài khoản. Vào Website Settings, chọn Disable Signups."
	if CHECK not in now.hooks:
		yield "Lớp bảo vệ không đứng trước máy chủ (auth_hooks). Cài lại ứng dụng bontot, rồi chạy migrate."
	for name in now.server_scripts:
		yield f"Server Script “{name}” đang bật. Ứng dụng không dùng; hãy tắt."
	for name in now.other_ways_in:
		yield f"Còn một lối đăng nhập khác: {name}. Hãy tắt nếu không phải do mình mở."
	if len(now.administrators) > MOST_ADMINISTRATORS:
		yield f"Có {len(now.administrators)} người quản trị hệ thống ({', '.join(now.administrators)}). Chỉ nên có {MOST_ADMINISTRATORS}."
	if now.keys:
		yield f"Tài khoản có khóa API: {', '.join(now.keys)}. Hãy xóa khóa không còn dùng."
	if now.known_password:
		yield "Mật khẩu của Administrator là mật khẩu ai cũng đoán được. Hãy đổi ngay."
	if now.config_mode & 0o077:
		yield "Tệp site_config.json người khác trên máy đọc được. Chạy chmod 600."


def _of_conf(now: Facts) -> Iterator[str]:
	for name, why in (
		("developer_mode", "chế độ lập trình cho sửa mã từ trình duyệt"),
		("server_script_enabled", "quản trị viết được mã chạy trên máy chủ"),
		("ignore_csrf", "trang web khác thay đổi được dữ liệu"),
		("allow_cors", "trang web khác đọc được câu trả lời"),
		("disable_rate_limits", "không giới hạn số lần thử"),
	):
		if now.conf.get(name):
			yield f"site_config.json: {name} đang bật ({why}). Hãy bỏ dòng này."
	host = urlsplit(str(now.conf.get("host_name") or ""))
	if host.scheme not in ("http", "https") or not host.hostname:
		yield "site_config.json: chưa có host_name. Thư đặt lại mật khẩu sẽ theo địa chỉ mà người gọi tự khai."


def _of_settings(now: Facts) -> Iterator[str]:
	for name, why in SETTINGS.items():
		wanted = site.SYSTEM_SETTINGS.get(name, 0)
		if name in now.settings and bool(int(now.settings[name] or 0)) != bool(wanted):
			yield f"System Settings, {name}: {why}. Chạy bench migrate để đặt lại."
	attempts = int(now.settings.get("allow_consecutive_login_attempts") or 0)
	if not 0 < attempts <= site.SYSTEM_SETTINGS["allow_consecutive_login_attempts"]:
		yield "System Settings: không khóa tài khoản sau nhiều lần sai mật khẩu. Chạy bench migrate để đặt lại."
	hours = str(now.settings.get("session_expiry") or "").partition(":")[0]
	if not hours.isdigit() or not 0 < int(hours) <= LONGEST_SESSION:
		yield f"System Settings: phiên làm việc dài hơn {LONGEST_SESSION} giờ. Chạy bench migrate để đặt lại."


def facts() -> Facts:
	"""Measure; only columns and doctypes that this framework has."""
	settings = frappe.get_doc("System Settings")
	return Facts(
		conf=dict(frappe.conf),
		settings={field.fieldname: settings.get(field.fieldname) for field in settings.meta.fields},
		signup_open=not int(frappe.db.get_single_value("Website Settings", "disable_signup") or 0),
		hooks=frappe.get_hooks("auth_hooks"),
		server_scripts=frappe.get_all("Server Script", filters={"disabled": 0}, pluck="name"),
		other_ways_in=_other_ways_in(),
		administrators=_administrators(),
		keys=frappe.get_all("User", filters={"api_key": ("is", "set"), "enabled": 1}, pluck="name"),
		known_password=_known_password(),
		config_mode=stat.S_IMODE(Path(frappe.get_site_path("site_config.json")).stat().st_mode),
	)


def _other_ways_in() -> list[str]:
	found = frappe.get_all("Social Login Key", filters={"enable_social_login": 1}, pluck="name")
	if int(frappe.db.get_single_value("LDAP Settings", "enabled") or 0):
		found.append("LDAP")
	return found + frappe.get_all("OAuth Client", pluck="app_name")


def _administrators() -> list[str]:
	rows = frappe.get_all(
		"Has Role", filters={"role": "System Manager", "parenttype": "User"}, pluck="parent"
	)
	names = [name for name in set(rows) if name not in frappe.STANDARD_USERS]
	return sorted(frappe.get_all("User", filters={"name": ("in", names or [""]), "enabled": 1}, pluck="name"))


def _known_password() -> bool:
	from frappe.utils.password import check_password

	for password in KNOWN_PASSWORDS:
		try:
			check_password("Administrator", password, delete_tracker_cache=False)
		except frappe.AuthenticationError:
			frappe.clear_messages()
			continue
		return True
	return False
