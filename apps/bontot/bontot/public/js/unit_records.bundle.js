import { mountPage } from "./kit";
import UnitRecords from "./unit_records/UnitRecords.vue";

frappe.provide("bontot.pages");
bontot.pages.unit_records = (wrapper) => mountPage(wrapper, UnitRecords, { title: "Books" });
