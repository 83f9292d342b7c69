"""Parts of generated questions: endpoints of lists and searches, and what people, programs and attackers put into them."""

from __future__ import annotations

import math

from hypothesis import strategies as st

CANARY = "CANARY7f3a9e51"
DOORS = (
	"frappe.client.get_list", "frappe.desk.reportview.get", "frappe.desk.reportview.get_list", "frappe.desk.reportview.get_count",
	"frappe.desk.search.search_widget", "frappe.desk.search.search_link", "frappe.client.get_value", "frappe.client.get_count",
	"frappe.desk.listview.get_group_by_count", "frappe.desk.reportview.get_sidebar_stats", "frappe.desk.reportview.get_stats",
	"frappe.client.get", "frappe.desk.form.utils.get_next", "frappe.core.doctype.user.user.user_query",
)  # fmt: skip
KINDS = (
	"Party Member", "User", "Seat", "Meeting", "Meeting Attendance", "Party Organization", "party member", "__Auth", "DocType",
	"Singles",
)  # fmt: skip
PLAIN_FIELDS = (
	"name", "full_name", "organization", "owner", "modified", "creation", "docstatus", "idx", "meeting_date", "start_time", "state",
	"attendance", "_assign", "_user_tags", "_seen", "parent", "assigned_to", "card_number", "phone", "reset_password_key",
	"api_secret", "password",
)  # fmt: skip
FIELDS = (
	*PLAIN_FIELDS, "*", "member.card_number", "owner.reset_password_key", "organization.organization_name", "organization.name",
	"attendance.member", "tabUser.email", "`tabUser`.`email`", "`tabUser`.`reset_password_key`", "`tabParty Member`.`full_name`",
	"`tabMeeting`.`meeting_date`", "`tabMeeting Attendance`.`member`", "`tabMeeting`.name", "`name`", "count(name)", "count(*) as total",
	"max(card_number)", "sum(docstatus)", "avg(full_name)", "sum(`tabMeeting`.`idx`) as s", "card_number as name", "name as total",
	"name as a b", "name as select", "name as 'a b'", "organization.name AS x", "_aggregate_column",
	"(select card_number from `tabParty Member` limit 1)", "sleep(6)", "if(1,card_number,2)", "name`,`card_number",
	"load_file('/etc/passwd')", "group_concat(card_number)", "concat(name,card_number)", "1; drop table x", "name -- ",
	"/**/card_number", "distinct card_number", "exists(select 1)", "benchmark(9999999,md5(1))", "@@version", "char(67)", "đ", "",
)  # fmt: skip
OPERATORS = (
	"=", "!=", "like", "not like", "in", "not in", "is", "between", "Between", ">", "<=", "descendants of", "ancestors of", "Timespan",
	"previous", "next", "sounds like", "= 1 or", "regexp", "",
)  # fmt: skip
VALUES = (
	"%", CANARY[:-1] + "%", CANARY[:4] + "%", "set", "not set", "", "x' or '1'='1", 1, 0, -1.5, True, None, ["a", "b"], [], ["x", None], [["a"]],
	{"a": 1}, "\\", "`", "%(x)s", "%s", "{{7*7}}", "\x00", "đ" * 300, "2026-11-24", "2026-11-24 10:00:00", "9999-12-31", "0000-00-00",
	"31/12/2026", "19:30:00", "25:00", ["2026-01-01", "2026-02-01"], ["2026-01-01"], ["a", 1], "this year", "last week", "6 months",
	"1 week", math.inf, 10**40, "\ud800", "[" * 5000,
)  # fmt: skip

field = st.sampled_from(FIELDS)
plain_field = st.one_of(st.sampled_from(PLAIN_FIELDS), field)
value = st.sampled_from(VALUES)
operator = st.sampled_from(OPERATORS)
kind = st.sampled_from(KINDS)
condition = st.one_of(
	st.tuples(st.sampled_from(PLAIN_FIELDS), operator, value).map(list),
	st.tuples(plain_field, operator, value).map(list),
	st.tuples(kind, plain_field, operator, value).map(list),
	st.tuples(kind, plain_field, operator, value, value).map(list),
	st.lists(value, max_size=5),
	st.dictionaries(field, value, max_size=2),
	st.text(max_size=8),
)
conditions = st.one_of(
	st.lists(condition, max_size=1),
	st.lists(condition, max_size=3),
	st.dictionaries(plain_field, st.one_of(value, st.tuples(operator, value).map(list)), max_size=2),
	value,
)
ordered = st.one_of(
	plain_field,
	plain_field.map(lambda each: f"{each} desc"),
	st.lists(plain_field, max_size=2).map(",".join),
	st.text(max_size=12),
)
shown = st.one_of(
	st.lists(st.sampled_from(PLAIN_FIELDS), max_size=3),
	st.lists(field, max_size=3),
	field,
	st.lists(value, max_size=2),
)
limit = st.one_of(st.integers(-2, 10**6), st.sampled_from(("", "1; x", "1 offset 1", "0", None)))
mark = st.sampled_from((0, 1, "1", "true", "x", "[1]", None, {}))
OPTIONAL = {
	"fields": shown, "filters": conditions, "or_filters": conditions, "order_by": ordered, "group_by": ordered, "current_filters": conditions,
	"searchfield": plain_field, "fieldname": shown, "field": plain_field, "sort_field": plain_field, "filter_fields": shown,
	"limit_page_length": limit, "limit_start": limit, "page_length": limit, "stats": shown, "parent": kind, "parent_doctype": kind,
	"txt": st.sampled_from(("", CANARY[:6], "%", "đ", "%s")), "pluck": field, "distinct": mark, "as_list": mark, "as_dict": mark,
	"debug": mark, "ignore_permissions": mark, "run": mark, "docstatus": mark, "save_user_settings": mark, "add_total_row": mark,
	"with_comment_count": mark, "user_settings": st.one_of(value, st.just("{}")), "name": value, "value": value, "prev": mark,
	"sort_order": st.sampled_from(("asc", "desc", "x", [])), "aggregate_function": st.sampled_from(("count", "sum", "x", [])),
	"aggregate_on_field": plain_field, "aggregate_on_doctype": kind, "start": limit, "page_len": limit,
	"query": st.sampled_from(("frappe.client.get_list", "x.y", "bontot.guard.query.search.member_query")),
}  # fmt: skip
# What a door cannot be asked without; else nearly all would be refused for what they lack.
WITH = {
	"frappe.desk.reportview.get": ("fields",), "frappe.desk.search.search_widget": ("txt",), "frappe.desk.search.search_link": ("txt",),
	"frappe.client.get_value": ("fieldname",), "frappe.desk.listview.get_group_by_count": ("current_filters", "field"),
	"frappe.desk.reportview.get_sidebar_stats": ("stats",), "frappe.desk.reportview.get_stats": ("stats",),
	"frappe.desk.form.utils.get_next": ("value", "prev"),
	"frappe.core.doctype.user.user.user_query": ("txt", "searchfield", "start", "page_len"),
}  # fmt: skip
MOST_SAID = 4  # with more, each question would be refused for something or other


@st.composite
def questions(draw: st.DrawFn) -> dict:
	"""{"door": …, argument: value}; a door is given what it needs, and a few other things."""
	door = draw(st.sampled_from(DOORS))
	names = draw(st.lists(st.sampled_from(sorted(OPTIONAL)), max_size=MOST_SAID, unique=True))
	asked = {"door": door, "doctype": draw(kind)}
	for name in dict.fromkeys((*WITH.get(door, ()), *names)):
		asked[name] = draw(OPTIONAL[name])
	return asked
