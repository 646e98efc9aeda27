import { defineStrings } from "@/lib/strings";

export const audit = defineStrings("audit", {
  audit: ["Audit log", "审计日志"],
  text: [
    "Everything that was done, by whom and through what. Rows cannot be changed or removed by anybody.",
    "谁在何时、通过什么途径做了什么，均记录在此；任何人都不能修改或删除。",
  ],
  person: ["Person", "操作人"],
  everybody: ["Everybody", "所有人"],
  object: ["Object", "对象"],
  everything: ["Everything", "全部对象"],
  verb: ["Action", "操作"],
  anyVerb: ["Any action", "全部操作"],
  via: ["Through", "途径"],
  anyWay: ["Any way", "全部途径"],
  since: ["From", "从"],
  until: ["Until", "到"],
  record: ["One record only", "仅一条记录"],
  clear: ["Clear", "清空"],
  export: ["Export", "导出"],
  exportStarted: [
    "The export has started. Find the file among the background jobs.",
    "导出已开始，完成后可在后台任务中下载。",
  ],
  noRows: ["Nothing of that kind happened", "没有符合条件的记录"],
  noRowsText: ["Loosen a condition, or choose another time.", "放宽条件，或选择其他时间。"],
  more: ["Show more", "显示更多"],
  values_one: ["{{count}} value", "{{count}} 项"],
  values_other: ["{{count}} values", "{{count}} 项"],
  nothing: ["empty", "空"],
  open: ["Open", "打开"],
  rows: ["What happened", "操作记录"],
});
