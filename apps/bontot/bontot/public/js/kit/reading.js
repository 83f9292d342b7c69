// What a page shows as the server tells it: read when the page is shown, and again when what it is asked for changes.

import { onMounted, ref, watch } from "vue";
import { read } from "./call";
import { latest } from "./latest.mjs";

/**
 * @param {string} method endpoint that is read
 * @param {() => object} args what it is asked for, of reactive values
 * @returns {{answer: import("vue").Ref, error: import("vue").Ref, load: () => Promise<void>}}
 */
export function useReading(method, args = () => ({})) {
	const answer = ref(null);
	const error = ref(null);
	const turn = latest();

	async function load() {
		const mine = turn();
		error.value = null;
		try {
			const found = await read(method, args());
			if (mine()) answer.value = found;
		} catch (reason) {
			if (mine()) error.value = reason;
		}
	}
	onMounted(load);
	watch(args, load);
	return { answer, error, load };
}
