"""The tree's arithmetic, without a site."""

import unittest

from bontot.organization import tree


class TestPaths(unittest.TestCase):
	def test_segments_are_fixed_width_and_in_order(self):
		serials = [1, 9, 10, 35, 36, 37, 1295, 1296, 9_999_999, 36**6 - 1]
		segments = [tree.segment(serial) for serial in serials]
		self.assertEqual(segments, sorted(segments))
		self.assertEqual({len(segment) for segment in segments}, {tree.SEGMENT})
		self.assertEqual([int(segment, 36) for segment in segments], serials)

	def test_no_segment_outside_the_range(self):
		for serial in (0, -1, 36**6):
			with self.subTest(serial), self.assertRaises(ValueError):
				tree.segment(serial)

	def test_range_holds_the_subtree_and_nothing_else(self):
		branch = tree.segment(7) + tree.segment(35)
		low, high = tree.path_range(branch)
		inside = [branch, branch + tree.segment(1), branch + tree.segment(36**6 - 1) + tree.segment(2)]
		outside = [tree.segment(7), tree.segment(7) + tree.segment(34), tree.segment(7) + tree.segment(36)]
		outside += [tree.segment(8), tree.segment(7) + tree.segment(36) + tree.segment(1)]
		self.assertTrue(all(low <= path < high for path in inside))
		self.assertFalse(any(low <= path < high for path in outside))

	def test_range_of_no_path_is_refused(self):
		for prefix in ("", "ABC", tree.segment(1) + "A"):
			with self.subTest(prefix), self.assertRaises(ValueError):
				tree.path_range(prefix)

	def test_above_names_the_nearest_first(self):
		a, b, c = (tree.segment(n) for n in (1, 2, 3))
		self.assertEqual(tree.above(a + b + c), [a + b, a])
		self.assertEqual(tree.above(a), [])

	def test_outermost_drops_what_lies_below_another(self):
		a, b, c = (tree.segment(n) for n in (1, 2, 3))
		self.assertEqual(tree.outermost([a + b, a + b + c, a + c, a + b]), (a + b, a + c))

	def test_nothing_lies_within_no_prefix(self):
		self.assertFalse(tree.is_within(tree.segment(1), ()))
		self.assertFalse(tree.is_within(None, (tree.segment(1),)))


if __name__ == "__main__":
	unittest.main()
