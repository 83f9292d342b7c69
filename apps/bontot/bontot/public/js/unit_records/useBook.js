// One book as the server tells it: read when shown, and again when what it is asked for changes.

import { onMounted, ref, watch } from "vue";
import { latest, read } from "../kit";

/**
 * @param {string} method endpoint of `bontot.synthesis.api`
 * @param {() => object} args what it is asked for, of reactive values
 */
export function useBook(method, args = () => ({})) {
	const book = ref(null);
	const error = ref(null);
	const turn = latest();

	async function load() {
		const mine = turn();
		error.value = null;
		try {
			const answer = await read(`bontot.synthesis.api.${method}`, args());
			if (mine()) book.value = answer;
		} catch (reason) {
			if (mine()) error.value = reason;
		}
	}
	onMounted(load);
	watch(args, load);

	/** The name of an organisation, where the person has several. */
	const nameOf = (organization) =>
		book.value.units.length > 1
			? (book.value.units.find((unit) => unit.name === organization)?.organization_name ?? "")
			: "";
	return { book, error, load, nameOf };
}
