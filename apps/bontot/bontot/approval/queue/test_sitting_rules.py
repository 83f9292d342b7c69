import unittest

from bontot.approval.queue.sitting_rules import Listed, arrange, branch_path


def file(path: str, branch: str, kind: str = "Cell", period: str = "2026", doubts: tuple[str, ...] = ()):
	return Listed(path, f"Tổ chức {path}", path, branch, period, kind, 9, 9, doubts)


class TestArranging(unittest.TestCase):
	FILES = (
		file("a2b1", "Xã B"),
		file("a1c2", "Xã A", doubts=("Thiếu minh chứng: dk_1",)),
		file("a1c1", "Xã A"),
		file("a1", "Xã A", "Grassroots Organization"),
		file("a1c1", "Xã A", period="2025"),
	)

	def test_by_period_kind_and_place_in_the_tree(self):
		sections = arrange(self.FILES)
		self.assertEqual(
			[(section.period, section.title_kind) for section in sections],
			[("2025", "Cell"), ("2026", "Cell"), ("2026", "Grassroots Organization")],
		)
		self.assertEqual([branch.name for branch in sections[1].branches], ["Xã A", "Xã B"])

	def test_sums_add_up(self):
		sections = arrange(self.FILES)
		for section in sections:
			self.assertEqual(section.count, section.clean + section.doubtful)
			self.assertEqual(section.count, sum(branch.count for branch in section.branches))
		self.assertEqual(sum(section.count for section in sections), len(self.FILES))
		self.assertEqual((sections[1].clean, sections[1].doubtful), (2, 1))

	def test_every_file_stands_once(self):
		listed = [
			(one.path, one.period, section.title_kind)
			for section in arrange(self.FILES)
			for branch in section.branches
			for one in (*branch.clean, *branch.doubtful)
		]
		self.assertEqual(sorted(listed), sorted((one.path, one.period, one.title_kind) for one in self.FILES))

	def test_what_every_clean_file_bears_is_said_once(self):
		def shared(*notes: tuple[str, ...], doubted: bool = False) -> tuple[str, ...]:
			files = [
				Listed(f"a{at}", "Tổ chức", f"a{at}", f"Xã {at}", "2026", "Cell", 9, 9, (), said)
				for at, said in enumerate(notes)
			]
			[section] = arrange(
				[*files, file("b", "Xã B", doubts=("Thiếu minh chứng",))] if doubted else files
			)
			return section.shared_notes

		self.assertEqual(shared(("chờ xếp loại",), ("chờ xếp loại", "khác")), ("chờ xếp loại",))
		self.assertEqual(shared(("chờ xếp loại",), ("chờ xếp loại",), doubted=True), ("chờ xếp loại",))
		self.assertEqual(shared(("chờ xếp loại",), ()), ())
		self.assertEqual(shared(("chờ xếp loại",)), ())
		[section] = arrange([file("b", "Xã B", doubts=("Thiếu minh chứng",))])
		self.assertEqual(section.shared_notes, ())

	def test_nothing_waits(self):
		self.assertEqual(arrange([]), [])

	def test_the_branch_below_the_body(self):
		for body, path, wanted in (
			("00a", "00a00b00c", "00a00b"),
			("00a", "00a00b", "00a00b"),
			("00a", "00a", ""),
			("00a", "00x00b", ""),
		):
			with self.subTest(path):
				self.assertEqual(branch_path(body, path, 3), wanted)
