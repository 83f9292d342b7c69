import { mountPage } from "./kit";
import MyWork from "./my_work/MyWork.vue";

frappe.provide("bontot.pages");
bontot.pages.my_work = (wrapper) => mountPage(wrapper, MyWork, { title: "My Work" });
