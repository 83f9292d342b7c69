// The kit of the app's own pages: import from here.

export { default as Chips } from "./Chips.vue";
export { default as DateField } from "./DateField.vue";
export { default as DueBadge } from "./DueBadge.vue";
export { default as EmptyState } from "./EmptyState.vue";
export { default as ErrorNote } from "./ErrorNote.vue";
export { default as EvidenceList } from "./EvidenceList.vue";
export { default as EvidencePicker } from "./EvidencePicker.vue";
export { default as FindingNote } from "./FindingNote.vue";
export { default as NewerNote } from "./NewerNote.vue";
export { default as OwnVote } from "./OwnVote.vue";
export { default as PointsField } from "./PointsField.vue";
export { default as ProgressBar } from "./ProgressBar.vue";
export { default as ReasonBox } from "./ReasonBox.vue";
export { default as SaveState } from "./SaveState.vue";
export { default as StatePill } from "./StatePill.vue";
export { default as StateStrip } from "./StateStrip.vue";
export { addressOfAction, addressOfRecord } from "./actions.mjs";
export { query, useAddress } from "./address";
export { useAutosave } from "./autosave";
export { call, CallError, read, uniqueKey, upload } from "./call";
export * as format from "./format.mjs";
export { latest, settled } from "./latest.mjs";
export { go, goInstead, mountPage } from "./mount";
export { pointsText, toPoints } from "./points.mjs";
export { paperAddress, printAddress } from "./papers.mjs";
export { stripSteps } from "./strip.mjs";
export { stateChoices, stateOf } from "./states";
