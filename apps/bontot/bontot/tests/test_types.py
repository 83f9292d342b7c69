"""Types of the fields stand in every controller, as the framework's generator writes them, and say what the record says."""

import ast
import json
import unittest
from pathlib import Path

import bontot

APP = Path(bontot.__file__).parent
WITHOUT_VALUE = frozenset(
	("Section Break", "Column Break", "Tab Break", "Fold", "Heading", "HTML", "Button", "Image")
)
OF_ROWS = frozenset(("name", "parent", "parentfield", "parenttype"))


def typed(code: str, doctype: str) -> dict[str, str] | None:
	"""{field: its annotation} of the controller's class; None where it has no block of types."""
	wanted = doctype.replace(" ", "").replace("-", "")
	for node in ast.walk(ast.parse(code)):
		if isinstance(node, ast.ClassDef) and node.name == wanted:
			for part in node.body:
				if isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING":
					rows = [row for row in part.body if isinstance(row, ast.AnnAssign)]
					return {ast.unparse(row.target): ast.unparse(row.annotation) for row in rows}
	return None


def wanted(record: dict) -> dict[str, str]:
	"""{field: the name of its type, "Select" and tables with what stands in them}."""
	found = {}
	for field in record["fields"]:
		kind = field["fieldtype"].replace(" ", "")
		if field["fieldtype"] in WITHOUT_VALUE:
			continue
		if kind == "Select":
			found[field["fieldname"]] = f"DF.Literal{(field.get('options') or '').split(chr(10))}"
		elif kind in ("Table", "TableMultiSelect"):
			found[field["fieldname"]] = f"DF.{kind}[{field['options'].replace(' ', '')}]"
		else:
			found[field["fieldname"]] = f"DF.{kind}"
	return found


def faults(record: dict, code: str) -> list[str]:
	"""A line each: fields that are not typed or no more there, and those of another type."""
	stands = typed(code, record["name"])
	if stands is None:
		return [f"{record['name']}: no types"]
	says = wanted(record)
	rest = stands.keys() - says.keys() - (OF_ROWS if record.get("istable") else {"amended_from", "name"})
	lines = [f"{record['name']}.{field}: typed, and no field" for field in sorted(rest)]
	for field, kind in says.items():
		if stands.get(field, "").removesuffix(" | None") != kind:
			lines.append(f"{record['name']}.{field}: {stands.get(field)}, not {kind}")
	return lines


class TestTypes(unittest.TestCase):
	def records(self) -> list[tuple[dict, str]]:
		paths = sorted(APP.glob("*/doctype/*/*.json"))
		return [(json.loads(path.read_text()), path.with_suffix(".py").read_text()) for path in paths]

	def test_every_controller_says_the_types_of_its_fields(self) -> None:
		records = self.records()
		self.assertGreater(len(records), 60)
		self.assertEqual([line for record, code in records for line in faults(record, code)], [])

	def test_control_what_is_planted_is_found(self) -> None:
		record, code = next(one for one in self.records() if one[0]["name"] == "Meeting")
		more = {**record, "fields": [*record["fields"], {"fieldname": "x", "fieldtype": "Data"}]}
		fewer = {
			**record,
			"fields": [field for field in record["fields"] if field["fieldname"] != "chair"],
		}
		self.assertEqual(faults(more, code), ["Meeting.x: None, not DF.Data"])
		self.assertEqual(faults(fewer, code), ["Meeting.chair: typed, and no field"])
		self.assertEqual(
			faults(record, code.replace("guests: DF.SmallText", "guests: DF.Data")),
			["Meeting.guests: DF.Data | None, not DF.SmallText"],
		)
		self.assertEqual(faults(record, "class Meeting:\n\tpass\n"), ["Meeting: no types"])


if __name__ == "__main__":
	unittest.main()
