import frappe

from bontot.evaluation import api
from bontot.evaluation.answers import evidence_file, service
from bontot.evaluation.doctype.evaluation.test_evaluation import EvaluationTestCase
from bontot.evaluation.errors import EvidenceFileError, EvidenceRecordError, ItemLockedError, NotEditableError
from bontot.evaluation.testing import create_test_document, create_test_file, create_test_target
from bontot.meeting import kinds
from bontot.meeting.doctype.meeting.test_meeting import picture
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat

PDF = b"%PDF-1.7\n% bien ban\n"


class TestEvidence(EvaluationTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.pdf = create_test_file(f"bien-ban-{frappe.generate_hash(length=6)}.pdf", PDF, self.author)

	def add(self, key: str = "dk_1", **what):
		what = what or {"file_url": self.pdf.file_url}
		return api.add_evidence(self.file.name, key, "Biên bản", **what)

	def test_file_is_kept_behind_the_criterion_and_read_by_who_reads_the_file(self):
		with self.set_user(self.author):
			added = self.add()
			self.assertEqual(added["evidence_count"], 1)
		evidence = frappe.get_doc("Evidence", added["name"])
		self.assertEqual((evidence.organization, evidence.title), (self.tree.cell_a, "Biên bản"))
		file = frappe.get_doc("File", {"attached_to_doctype": "Evidence", "attached_to_name": evidence.name})
		reviewer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		for user, allowed in ((reviewer, True), (neighbour, False)):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(bool(file.has_permission("read")), allowed)

	def test_a_photo_is_shown_beside_its_name_unless_it_is_heavy(self):
		photo = create_test_file(f"anh-{frappe.generate_hash(length=6)}.png", picture("PNG"), self.author)
		with self.set_user(self.author):
			for file in (self.pdf, photo):
				self.add(file_url=file.file_url)

		def pictured() -> list[bool]:
			return [piece["pictured"] for piece in service.evidence_by_criterion(self.file.name)["dk_1"]]

		self.assertEqual(pictured(), [False, True])
		heavy = evidence_file.LARGEST_SHOWN + 1
		frappe.db.set_value("File", {"file_url": photo.file_url}, "file_size", heavy)
		self.assertEqual(pictured(), [False, False])

	def test_the_page_offers_the_kinds_that_are_taken(self):
		with self.set_user(self.author):
			offered = api.get_evaluation(self.file.name)["evidence_endings"]
			self.assertLessEqual({"pdf", "docx", "jpg", "png"}, set(offered))
			other = create_test_file(f"so-lieu-{frappe.generate_hash(length=6)}.csv", b"a,b\n", self.author)
			self.assertNotIn("csv", offered)
			with self.assertRefused(EvidenceFileError):
				self.add(file_url=other.file_url)

	def test_twice_is_once(self):
		with self.set_user(self.author):
			first, second = self.add(), self.add()
		self.assertEqual((first["name"], second["evidence_count"]), (second["name"], 1))

	def test_removed_with_its_file(self):
		with self.set_user(self.author):
			added = self.add()
			answer = api.remove_evidence(added["name"])
		self.assertEqual(answer["evidence_count"], 0)
		self.assertFalse(frappe.db.exists("Evidence", added["name"]))
		self.assertFalse(frappe.db.exists("File", {"attached_to_name": added["name"]}))

	def test_files_that_are_not_taken(self):
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		files = {
			"someone else's": create_test_file("cua-nguoi-khac.pdf", PDF + b"1", neighbour),
			"public": create_test_file("cong-khai.pdf", PDF + b"2", self.author, is_private=0),
			"svg": create_test_file("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", self.author),
			"html": create_test_file("trang.html", b"<!doctype html>", self.author),
			"html as pdf": create_test_file("trang.pdf", b"<!doctype html>", self.author),
		}
		for label, file in files.items():
			with self.subTest(label), self.set_user(self.author), self.assertRefused(EvidenceFileError):
				self.add(file_url=file.file_url)

	def test_one_thing_at_a_time(self):
		for what in (
			{"file_url": ""},
			{"file_url": self.pdf.file_url, "record_doctype": "Meeting", "record_name": "x"},
		):
			with self.subTest(what=what), self.set_user(self.author), self.assertRefused(EvidenceFileError):
				self.add(**what)

	def test_documents_and_targets_of_ones_own_are_taken(self):
		for doc in (create_test_document(self.tree.cell_a), create_test_target(self.tree.cell_a, 100)):
			with self.subTest(doc.doctype), self.set_user(self.author):
				added = api.add_evidence(
					self.file.name, "nvct_1", "", record_doctype=doc.doctype, record_name=doc.name
				)
				self.assertEqual(added["title"], doc.title)
		strange = create_test_target(self.tree.cell_b, 100)
		with self.set_user(self.author), self.assertRefused(EvidenceRecordError):
			api.add_evidence(
				self.file.name, "nvct_1", "", record_doctype=strange.doctype, record_name=strange.name
			)

	def test_a_meeting_that_was_not_held_yet_proves_nothing(self):
		planned = create_test_meeting(self.tree.cell_a, kinds.THEMATIC, "2026-05-03", held=False)
		what = {"record_doctype": "Meeting", "record_name": planned.name}
		with self.set_user(self.author), self.assertRefused(EvidenceRecordError):
			api.add_evidence(self.file.name, "nvct_1", "", **what)
		planned.update({"start_time": "08:00:00", "headcount_present": 9})
		planned.save()
		with self.set_user(self.author):
			self.assertTrue(api.add_evidence(self.file.name, "nvct_1", "", **what)["name"])

	def test_records_of_others_or_of_other_kinds_are_not_taken(self):
		for what in (
			{"record_doctype": "Party Organization", "record_name": self.tree.cell_a},
			{"record_doctype": "Meeting", "record_name": "khong-co"},
		):
			with self.subTest(what=what), self.set_user(self.author), self.assertRefused(EvidenceRecordError):
				self.add(**what)

	def test_same_guards_as_the_criterion(self):
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		with self.set_user(neighbour), self.assertRefused(frappe.DoesNotExistError):
			self.add()
		with self.set_user(self.author):
			added = self.add()
		frappe.db.set_value("Evaluation Item", self.item().name, "review_state", "Accepted")
		with self.set_user(self.author):
			with self.assertRefused(ItemLockedError):
				self.add()
			with self.assertRefused(ItemLockedError):
				api.remove_evidence(added["name"])
		frappe.db.set_value("Evaluation", self.file.name, "state", "Under Appraisal")
		with self.set_user(self.author), self.assertRefused(NotEditableError):
			api.remove_evidence(added["name"])
		with self.set_user(neighbour):
			for name in (added["name"], "khong-co"):  # of what is not theirs as of what is not there
				with (
					self.subTest(name),
					self.assertRaisesRegex(frappe.DoesNotExistError, "evidence does not exist|inh chứng"),
				):
					api.remove_evidence(name)
