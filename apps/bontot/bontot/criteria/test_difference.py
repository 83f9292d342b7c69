import copy
from unittest import TestCase

from bontot.criteria.difference import Difference, between
from bontot.criteria.frozen import CHECKS, TEXTS


def criterion(key: str, **values) -> dict:
	row = {name: "" for name in TEXTS} | {name: True for name in CHECKS}
	return (
		row
		| {"criterion_key": key, "group_key": "g", "short_text": key.upper(), "full_text": f"Nội dung {key}"}
		| values
	)


OLD = {
	"groups": [{"group_key": "g", "group_name": "Đoàn kết"}],
	"criteria": [criterion("a", section="1"), criterion("b", section="2"), criterion("c", section="3")],
	"settings": {"share": "80", "gone": "1"},
	"legal_basis": [{"document_kind": "Quy định", "document_number": "132-QĐ/TW", "title": "về xếp loại"}],
}

BASIS = {
	"document_kind": "Quy định",
	"document_number": "366-QĐ/TW",
	"title": "về xếp loại",
	"issued_on": "",
	"issuer": "",
	"article": "Điều 11",
}


class TestDifference(TestCase):
	def new(self, **values) -> dict:
		return copy.deepcopy(OLD) | values

	def test_nothing_differs_from_itself(self):
		self.assertEqual(between(OLD, self.new()), [])

	def test_each_kind_of_change_is_told_once(self):
		kept = copy.deepcopy(OLD["criteria"])
		cases = (
			(
				"added",
				{"criteria": [*kept, criterion("d")]},
				Difference("added", "d", "D", after="Nội dung d"),
			),
			("removed", {"criteria": kept[:2]}, Difference("removed", "c", "C", before="Nội dung c")),
			(
				"changed text",
				{"criteria": [kept[0] | {"full_text": "Khác"}, *kept[1:]]},
				Difference("changed", "a", "A", "full_text", "Nội dung a", "Khác"),
			),
			(
				"no longer required",
				{"criteria": [kept[0] | {"required": False}, *kept[1:]]},
				Difference("changed", "a", "A", "required", "1", "0"),
			),
			(
				"renumbered",
				{"criteria": [*kept[:2], kept[2] | {"section": "9"}]},
				Difference("renumbered", "c", "C", before="3", after="9"),
			),
			(
				"stands on a document",
				{"criteria": [kept[0] | {"legal_basis": [BASIS]}, *kept[1:]]},
				Difference("changed", "a", "A", "legal_basis", "", "366-QĐ/TW Điều 11"),
			),
			(
				"for some only",
				{"criteria": [kept[0] | {"sectors": ["phuong", "xa"]}, *kept[1:]]},
				Difference("changed", "a", "A", "sectors", "", "phuong\nxa"),
			),
			("moved up", {"criteria": [kept[2], *kept[:2]]}, Difference("reordered", "c", "C")),
			(
				"setting",
				{"settings": {"share": "85", "gone": "1"}},
				Difference("setting", "share", "share", before="80", after="85"),
			),
			(
				"setting gone",
				{"settings": {"share": "80"}},
				Difference("setting", "gone", "gone", before="1", after=""),
			),
			(
				"group renamed",
				{"groups": [{"group_key": "g", "group_name": "Khác"}]},
				Difference("group_renamed", "g", "Khác", before="Đoàn kết", after="Khác"),
			),
			(
				"another article",
				{"legal_basis": [OLD["legal_basis"][0] | {"article": "Điều 5"}]},
				Difference("legal_basis_changed", "132-QĐ/TW", "Quy định số 132-QĐ/TW", after="Điều 5"),
			),
			(
				"may be waived",
				{"criteria": [kept[0] | {"may_be_waived": True}, *kept[1:]]},
				Difference("changed", "a", "A", "may_be_waived", "0", "1"),
			),
			(
				"no legal basis",
				{"legal_basis": []},
				Difference("legal_basis_removed", "132-QĐ/TW", "Quy định số 132-QĐ/TW"),
			),
		)
		for name, values, wanted in cases:
			with self.subTest(name):
				self.assertEqual(between(OLD, self.new(**values)), [wanted])

	def test_renumbered_keeps_its_identity_a_new_key_does_not(self):
		rows = copy.deepcopy(OLD["criteria"])
		rows[1] |= {"section": "7", "short_text": "Đổi lời"}
		told = [row.what for row in between(OLD, self.new(criteria=rows))]
		self.assertEqual(told, ["renumbered", "changed"])
		rows[1]["criterion_key"] = "b2"
		told = {row.what for row in between(OLD, self.new(criteria=rows))}
		self.assertEqual(told, {"added", "removed"})

	def test_a_split_is_told_as_one_difference(self):
		parts = [criterion(f"b.{i}", part_of="b", core_key="b", local="Part") for i in (1, 2)]
		rows = [OLD["criteria"][0], *parts, OLD["criteria"][2]]
		told = between(OLD, self.new(criteria=rows))
		self.assertEqual([(row.what, row.key, row.after) for row in told], [("split", "b", "B.1\nB.2")])

	def test_what_is_waived_is_told_with_its_reason(self):
		rows = copy.deepcopy(OLD["criteria"])
		rows[2]["not_applicable"] = "Không có tổ đảng"
		self.assertEqual([row.after for row in between(OLD, self.new(criteria=rows))], ["Không có tổ đảng"])
