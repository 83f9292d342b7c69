// Files and ratings by year, latest first. Pure.

/** [{year, files, ratings}] of every year that has either. */
export function byYear(files, ratings) {
	const years = [...new Set([...files, ...ratings].map((row) => row.year))].sort((a, b) => b - a);
	return years.map((year) => ({
		year,
		files: files.filter((file) => file.year === year),
		ratings: ratings.filter((rating) => rating.year === year),
	}));
}
