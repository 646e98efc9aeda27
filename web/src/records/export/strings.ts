import { defineStrings } from "@/lib/strings";

export const exporting = defineStrings("exporting", {
  export: ["Export", "导出"],
  title: ["Export {{name}}", "导出{{name}}"],
  text_one: ["{{shown}} record, in the order of this list.", "{{shown}} 条记录，按当前列表顺序导出。"],
  text_other: ["{{shown}} records, in the order of this list.", "{{shown}} 条记录，按当前列表顺序导出。"],
  format: ["Format", "格式"],
  xlsx: ["Excel (.xlsx)", "Excel（.xlsx）"],
  csv: ["CSV", "CSV"],
  encoding: ["Encoding", "编码"],
  utf8Bom: ["UTF-8, opens in Excel", "UTF-8（可用 Excel 打开）"],
  utf8: ["UTF-8, for programs", "UTF-8（供程序读取）"],
  gb18030: ["GB18030, for older software in China", "GB18030（国内旧软件）"],
  columns: ["Columns", "列"],
  shown: ["Those shown ({{count}})", "当前显示的列（{{count}}）"],
  all: ["All fields ({{count}})", "全部字段（{{count}}）"],
  start: ["Export", "导出"],
  cancel: ["Cancel", "取消"],
  kept: [
    "The file is yours alone, is kept for seven days, and the export is written down in the audit log.",
    "文件仅您本人可下载，保留 7 天；本次导出会记入审计日志。",
  ],
  started: [
    "The export has started. Find the file among the background jobs.",
    "导出已开始，完成后可在后台任务中下载。",
  ],
});
