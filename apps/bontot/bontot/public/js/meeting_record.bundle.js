import { mountPage } from "./kit";
import MeetingRecord from "./meeting_record/MeetingRecord.vue";

frappe.provide("bontot.pages");
bontot.pages.meeting_record = (wrapper) => mountPage(wrapper, MeetingRecord, { title: "Meeting Record" });
