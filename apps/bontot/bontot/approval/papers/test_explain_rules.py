from unittest import TestCase

from bontot.approval.papers.explain_rules import reached, remedies, returns


def step(act: str, criteria: tuple[str, ...] = (), **answers):
	"""A step of the log; `answers`: key=(own, remark, [evidence])."""
	kept = {
		key: {"own": own, "remark": remark, "evidence": evidence, "pieces": evidence}
		for key, (own, remark, evidence) in answers.items()
	}
	return {
		"act": act,
		"criteria": [{"criterion_key": key} for key in criteria],
		"results": {"criteria": kept} if answers else None,
	}


def taken_back() -> dict:
	return step("Recall") | {"to_author": True}


class TestReturns(TestCase):
	def test_what_was_mended_is_told_from_one_sending_to_the_next(self):
		log = [
			step("Send", dk_1=("Met", "Một", []), dk_2=("Met", "", [])),
			step("Return", ("dk_1",)),
			step("Send", dk_1=("Not Met", "Hai", ["Biên bản"]), dk_2=("Met", "", [])),
		]
		[one] = returns("dk_1", log)
		self.assertTrue(one.sent_again)
		self.assertEqual(
			[(mend.what, mend.old, mend.new) for mend in one.mended],
			[("result", "Met", "Not Met"), ("remark", "Một", "Hai"), ("evidence", (), ("Biên bản",))],
		)
		self.assertEqual(returns("dk_2", log), [])

	def test_every_return_of_every_round_stays_told(self):
		log = [
			step("Send", dk_1=("Met", "Một", [])),
			step("Return", ("dk_1",)),
			step("Send", dk_1=("Met", "Hai", [])),
			step("Agree"),
			step("Return", ("dk_1",)),
			step("Send", dk_1=("Met", "Ba", [])),
		]
		found = returns("dk_1", log)
		self.assertEqual(
			[(one.mended[0].old, one.mended[0].new) for one in found], [("Một", "Hai"), ("Hai", "Ba")]
		)

	def test_what_records_mended_is_told_too(self):
		def sent(records: str, **words: str):
			return {
				"act": "Send",
				"criteria": [],
				"results": {"criteria": {"sh_cb_1": {"own": "", "records": records, **words}}},
			}

		first, last = sent("Not Met", found="11 buổi"), sent("Met", found="12 buổi")
		[one] = returns("sh_cb_1", [first, step("Return", ("sh_cb_1",)), last])
		self.assertEqual(
			[(mend.what, mend.old, mend.new) for mend in one.mended],
			[("records", ("Not Met", "11 buổi"), ("Met", "12 buổi"))],
		)

	def test_a_return_to_the_level_below_is_no_return_to_the_unit(self):
		asked = step("Return", ("dk_1",)) | {"returned_to": "Đảng ủy xã"}
		log = [step("Send", dk_1=("Met", "Một", [])), step("Agree"), asked, step("Return", ("dk_1",))]
		log.append(step("Send", dk_1=("Met", "Hai", [])))
		first, second = returns("dk_1", log)
		self.assertEqual((first.to, first.sent_again, first.mended), ("Đảng ủy xã", False, ()))
		self.assertEqual((second.to, second.sent_again, len(second.mended)), ("", True, 1))

	def test_each_criterion_has_its_own_reason_or_that_of_the_whole_return(self):
		back = step("Return", ("dk_1", "dk_2")) | {"reason": "Của cả hồ sơ"}
		back["criteria"][0]["reason"] = "Của riêng nó"
		reasons = [returns(key, [back])[0].reason for key in ("dk_1", "dk_2")]
		self.assertEqual(reasons, ["Của riêng nó", "Của cả hồ sơ"])

	def test_a_sending_that_was_taken_back_answers_nothing(self):
		"""A change after a recall is told beside the return that it answers."""
		log = [
			step("Send", dk_1=("Met", "Một", [])),
			step("Return", ("dk_1",)),
			step("Send", dk_1=("Met", "Một", [])),
			taken_back(),
		]
		[one] = returns("dk_1", log)
		self.assertEqual((one.sent_again, one.mended), (False, ()))
		log += [step("Agree"), step("Recall"), step("Send", dk_1=("Met", "Hai", []))]
		[one] = returns("dk_1", log)
		self.assertEqual([(mend.old, mend.new) for mend in one.mended], [("Một", "Hai")])

	def test_another_level_that_takes_its_agreement_back_undoes_no_sending(self):
		log = [step("Send", dk_1=("Met", "Một", [])), step("Return", ("dk_1",))]
		log += [step("Send", dk_1=("Met", "Hai", [])), step("Agree"), step("Recall") | {"to_author": False}]
		[one] = returns("dk_1", log)
		self.assertEqual((one.sent_again, len(one.mended)), (True, 1))

	def test_a_file_of_the_same_title_in_place_of_another_is_told(self):
		def sent(*names: str) -> dict:
			log = step("Send", dk_1=("Met", "", ["image.jpg"]))
			log["results"]["criteria"]["dk_1"]["pieces"] = list(names)
			return log

		def mended(before: dict, after: dict) -> list[str]:
			[one] = returns("dk_1", [before, step("Return", ("dk_1",)), after])
			return [mend.what for mend in one.mended]

		self.assertEqual(mended(sent("E1"), sent("E2")), ["evidence"])
		self.assertEqual(mended(sent("E1"), sent("E1")), [])

	def test_a_return_that_is_not_answered_yet(self):
		[one] = returns("dk_1", [step("Send", dk_1=("Met", "", [])), step("Return", ("dk_1",))])
		self.assertEqual((one.sent_again, one.mended), (False, ()))


class TestRemedies(TestCase):
	def test_each_case(self):
		cases = (
			# result, computed, calculator, differs, remark, missing
			(("Met", "Met", True, False, "", 0), []),
			(("Met", "Not Met", True, True, "Biên bản giấy", 0), []),
			(("Met", "Not Met", True, True, " ", 0), ["reason"]),
			(("Not Met", "Not Met", True, False, "", 2), ["records"]),
			(("Not Met", "Not Met", True, False, "", 0), ["records", "judgement"]),
			(("Not Met", "Met", True, True, "Chưa thật tốt", 0), ["judgement"]),
			(("Not Met", "", False, False, "", 0), ["judgement"]),
			(("Awaiting Rating", "Awaiting Rating", True, False, "", 0), ["rating"]),
			(("Not Yet Due", "Not Yet Due", True, False, "", 0), ["time"]),
			(("", "", False, False, "", 0), ["answer"]),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(remedies(*given), wanted)

	def test_ends(self):
		ends = [reached(state) for state in ("Recognized", "Not Recognized", "Draft", "Returned")]
		self.assertEqual(ends, ["recognized", "refused", "open", "open"])
