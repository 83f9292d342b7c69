from unittest import TestCase

from bontot.evaluation.answers.differences import (
	Answer,
	Difference,
	Piece,
	Records,
	all_between,
	between,
	changed_criteria,
)

PHOTO, LIST = Piece("E1", "Ảnh"), Piece("E2", "Danh sách")


class TestDifferences(TestCase):
	def test_one_criterion(self):
		old = Answer("Met", "Đủ 12 buổi", (PHOTO,))
		cases = (
			("nothing", old, old, []),
			("never reviewed", None, old, []),
			("spaces are no words", old, Answer("Met", " Đủ  12 buổi\n", (PHOTO,)), []),
			("result", old, Answer("Not Met", "Đủ 12 buổi", (PHOTO,)), [("result", "Met", "Not Met")]),
			("remark", old, Answer("Met", "Đủ 11 buổi", (PHOTO,)), [("remark", "Đủ 12 buổi", "Đủ 11 buổi")]),
			(
				"added",
				old,
				Answer("Met", "Đủ 12 buổi", (PHOTO, LIST)),
				[("evidence", ("Ảnh",), ("Ảnh", "Danh sách"))],
			),
			("removed", old, Answer("Met", "Đủ 12 buổi"), [("evidence", ("Ảnh",), ())]),
			(
				"same title, another piece",
				old,
				Answer("Met", "Đủ 12 buổi", (Piece("E9", "Ảnh"),)),
				[("evidence", ("Ảnh",), ("Ảnh",))],
			),
			(
				"records",
				Answer("Met", records=Records("Not Met", "11/12 buổi")),
				Answer("Met", records=Records("Met", "12/12 buổi")),
				[("records", ("Not Met", "11/12 buổi"), ("Met", "12/12 buổi"))],
			),
			(
				"figures beside a judged one",
				Answer("Met", records=Records("", "1/2 chỉ tiêu")),
				Answer("Met", records=Records("", "2/2 chỉ tiêu")),
				[("records", ("", "1/2 chỉ tiêu"), ("", "2/2 chỉ tiêu"))],
			),
			("order", Answer(evidence=(PHOTO, LIST)), Answer(evidence=(LIST, PHOTO)), []),
		)
		for title, reviewed, now, expected in cases:
			with self.subTest(title):
				self.assertEqual(between("k", reviewed, now), [Difference("k", *row) for row in expected])

	def test_a_file(self):
		reviewed = {"a": Answer("Met", "x"), "b": Answer("Met")}
		now = {"b": Answer("Not Met"), "a": Answer("Not Met", "y"), "new": Answer("Met")}
		found = all_between(reviewed, now)
		self.assertEqual(
			[(d.criterion_key, d.what) for d in found], [("b", "result"), ("a", "result"), ("a", "remark")]
		)
		self.assertEqual(changed_criteria(found), ["b", "a"])
