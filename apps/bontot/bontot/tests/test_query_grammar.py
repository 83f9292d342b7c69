import json
import unittest

from bontot.query_grammar import Column, NotPlainError, columns

DESK = {
	"fields": [
		"`tabMeeting`.`name`", "count(`tabMeeting`.name) as total_count", "sum(`tabMeeting`.`votes_for`) AS _aggregate_column",
		"organization.organization_name as organization_organization_name", "distinct name", "name as value", "*",
	],
	"filters": [
		["Meeting", "status", "in", ["Held", "Minuted"], False], ["meeting_date", "Timespan", "this year"], {"name": ["like", "a%"]},
	],
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
	],
	"fields": [
		["sleep(1)"],
		["name, (select 1)"],
		["`tabA`.`b` as 'c', (select 1) as 'd"],
		["if(1, name, 2)"],
		["name/**/"],
	],
	"order_by": ["if(1, name, 2)", "name; select 1", "(select 1)", "field(name, 'a')"],
	"group_by": ["name having 1"],
	"field": ["name` or `name"],
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
			self.assertEqual(found[0], Column("name", "Meeting", None, True))
			self.assertEqual(found[3], Column("organization_name", None, "organization", True))
			self.assertIn(Column("status", "Meeting"), found)
			self.assertIn(Column("meeting_date"), found)

	def test_a_name_where_one_document_is_meant(self):
		self.assertEqual(
			list(columns({"filters": "TC0000001-2026", "fieldname": "state"})), [Column("state", shown=True)]
		)

	def test_pieces_of_sql_are_refused(self):
		for name, values in SQL.items():
			for value in values:
				for sent in (
					(value, json.dumps(value)) if name not in ("order_by", "group_by", "field") else (value,)
				):
					if sent == "1#":
						continue  # bare it is a name
					with self.subTest(name, sent=sent), self.assertRaises(NotPlainError) as caught:
						list(columns({name: sent}))
					self.assertEqual(caught.exception.args, (name,))
