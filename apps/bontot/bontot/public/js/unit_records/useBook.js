// One book as the server tells it.

import { useReading } from "../kit";

/** `useReading` of an endpoint of `bontot.synthesis.api`, with the names of organisations where the person has several. */
export function useBook(method, args) {
	const { answer: book, error, load } = useReading(`bontot.synthesis.api.${method}`, args);
	const nameOf = (organization) =>
		book.value.units.length > 1
			? (book.value.units.find((unit) => unit.name === organization)?.organization_name ?? "")
			: "";
	return { book, error, load, nameOf };
}
