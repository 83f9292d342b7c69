// Grades chosen, and answers written to what came back, not sent yet: on the page, and kept on this device until an act
// takes them.

import { computed, reactive, ref } from "vue";
import { createDrafts } from "../kit";
import { gradeOf } from "./cap.mjs";
import { returnOf, standingOf, takeUp, takeUpAnswers } from "./proposing.mjs";

export function useChoices() {
	const chosen = reactive({}); // row → grade
	const remarks = reactive({}); // row → why one that came back stays as it is
	const keptCount = ref(0);
	let drafts = null;
	let answers = null;

	/** Show the choices and answers of a grid: those kept on the device that still hold. */
	function open(grid) {
		for (const shown of [chosen, remarks]) for (const name of Object.keys(shown)) delete shown[name];
		if (!grid.organization) return;
		const place = [grid.organization, grid.subject, grid.year].join("/");
		drafts = createDrafts(localStorage, `bontot:draft:${frappe.session.user}:rating/${place}`);
		answers = createDrafts(localStorage, `bontot:draft:${frappe.session.user}:rating-answer/${place}`);
		const grades = grid.grades.map((one) => one.key);
		Object.assign(chosen, takeUp(grid.rows, drafts, grades));
		Object.assign(remarks, takeUpAnswers(grid.rows, answers));
		count();
	}

	function choose(row, grade) {
		if (grade && grade !== gradeOf(row, {})) {
			chosen[row.name] = grade;
			drafts.keep(row.name, grade, standingOf(row));
		} else {
			delete chosen[row.name];
			drafts.drop(row.name);
		}
		count();
	}

	function answer(row, text) {
		if (text.trim()) {
			remarks[row.name] = text;
			answers.keep(row.name, text, returnOf(row));
		} else {
			delete remarks[row.name];
			answers.drop(row.name);
		}
		count();
	}

	// As the store says, not as it was asked to: one that is forbidden or full keeps nothing.
	const count = () => (keptCount.value = drafts.names().length + answers.names().length);
	const areKept = computed(() => {
		const shown = Object.keys(chosen).length + Object.keys(remarks).length;
		return shown > 0 && keptCount.value >= shown;
	});

	return { chosen, choose, remarks, answer, open, areKept };
}
