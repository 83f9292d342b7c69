import AppraisalQueue from "./appraisal_queue/AppraisalQueue.vue";
import { mountPage } from "./kit";

frappe.provide("bontot.pages");
bontot.pages.appraisal_queue = (wrapper) =>
	mountPage(wrapper, AppraisalQueue, { title: "Files Awaiting Appraisal" });
