import json
import math
import unittest

from bontot.query_grammar import Column, Condition, NotPlainError, columns, parts

DESK = {
	"fields": [
		"`tabMeeting`.`name`", "count(`tabMeeting`.name) as total_count", "sum(`tabMeeting`.`votes_for`) AS _aggregate_column",
		"organization.organization_name as organization_organization_name", "name as value", "*",
	],
	"filters": [
		["Meeting", "status", "in", ["Held", "Minuted"], False], ["meeting_date", "Timespan", "this year"],
	],
	"or_filters": {"name": ["like", "a%"], "owner": "x"},
	"order_by": "`tabMeeting`.`modified` desc, name asc",
	"group_by": "`tabMeeting`.`organization`",
}  # fmt: skip
SQL = {
	"filters": [
		["1=1 or 1=1"],
		"1#",
		[["Meeting", "name` is not null or `tabMeeting`.`name", "=", "x"]],
		{"name` is not null or `name": "x"},
		[["Meeting", "ifnull(name, 1)", "=", "x"]],
		[["name", "= 1 or 1 <", "x"]],
		[["name", "=", {"a": 1}]],
		[["name", "sounds like", "a"]],
		[["name", "", "a"]],
		[["`tabMeeting`.`name`", "=", "a"]],
		[["chair.full_name", "=", "a"]],
		[[["Meeting"], "name", "=", "a"]],
		[["name", "in", [["a"]]]],
		[["name", "=", math.inf]],
		[["name", "=", 10**40]],
		[["name", "=", "\ud800"]],
		[{"name": "a"}],
	],
	"fields": [
		["sleep(1)"],
		["name, (select 1)"],
		["`tabA`.`b` as 'c', (select 1) as 'd"],
		["if(1, name, 2)"],
		["name/**/"],
		# what no door takes, though it is no attack
		["distinct name"],
		["max(votes_for)"],
		["COUNT(name)"],
		["count( name )"],
		["`name`"],
		["`tabMeeting`.`name"],
		["name as a b"],
		["name as 'a'"],
		["name  as x"],
		["name as select"],
		["chair.full_name AS x"],
		[{"name": "x"}],
		"name, owner",
	],
	"order_by": [
		"*",
		"tabMeeting.name",
		"chair.full_name",
		"count(name)",
		"name  asc desc",
		"name,",
		"if(1, name, 2)",
		"name; select 1",
		"(select 1)",
		"field(name, 'a')",
	],
	"group_by": ["name having 1", "name desc"],
	"field": ["name` or `name", "`name`", "chair.full_name"],
	"field_map": [{"start": "meeting_date, 1) or ifnull(name"}],
}


class TestQueryGrammar(unittest.TestCase):
	def test_what_the_desk_asks_passes(self):
		for as_text in (False, True):
			form = {
				key: json.dumps(value) if as_text and not isinstance(value, str) else value
				for key, value in DESK.items()
			}
			found = list(columns(form))
			self.assertEqual(len(found), 13)
			self.assertIn(Condition(Column("name"), "like", "a%"), list(parts(form)))
			self.assertEqual(found[0], Column("name", "Meeting", None, True))
			self.assertEqual(
				found[3],
				Column(
					"organization_name", None, "organization", True, alias="organization_organization_name"
				),
			)
			self.assertIn(Column("status", "Meeting"), found)
			self.assertIn(Column("meeting_date"), found)

	def test_a_name_where_one_document_is_meant(self):
		self.assertEqual(
			list(columns({"filters": "TC0000001-2026", "fieldname": "state"})), [Column("state", shown=True)]
		)

	def test_pieces_of_sql_are_refused(self):
		for name, values in SQL.items():
			for value in values:
				as_it_is = name in ("order_by", "group_by", "field") or value == "name, owner"
				for sent in (value,) if as_it_is else (value, json.dumps(value)):
					if sent == "1#":
						continue  # bare it is a name
					with self.subTest(name, sent=sent), self.assertRaises(NotPlainError) as caught:
						list(columns({name: sent}))
					self.assertEqual(caught.exception.args, (name,))

	def test_a_calendar_names_what_the_page_alone_reads(self):
		"""The framework's own of tasks does; of what it asks for each is a column."""
		fields = {"start": "date", "end": "date", "id": "name", "title": "description", "allDay": "allDay"}
		found = [column.field for column in columns({"field_map": json.dumps(fields)})]
		self.assertEqual(found, ["date", "date", "description"])
		for key in ("start", "end", "title", "color"):
			with self.subTest(key), self.assertRaises(NotPlainError):
				list(columns({"field_map": {**fields, key: "date) or (1"}}))

	def test_nested_beyond_all_reading(self):
		for name in ("filters", "fields", "field_map"):
			with self.subTest(name), self.assertRaises(NotPlainError):
				list(columns({name: "[" * 200_000}))
