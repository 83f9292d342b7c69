// The few signs used beside words; never alone.
export const SIGNS = { good: "✓", bad: "✕", warn: "!", wait: "…", plain: "○", now: "●", returned: "↩" };
