/** Words of the trash. */
import { defineStrings } from "@/lib/strings";

export const trash = defineStrings("trash", {
  trash: ["Trash", "回收站"],
  about: ["What is deleted can be taken out again for 90 days.", "删除的内容会保留 90 天，期间可以恢复。"],
  find: ["Search the trash", "搜索回收站"],
  every: ["Everything", "全部"],
  what: ["Record", "记录"],
  kind: ["Kind", "类型"],
  deleted: ["Deleted", "删除时间"],
  by: ["By", "删除人"],
  gone: ["Gone for good", "彻底删除时间"],
  underName: ["by {{who}}, until {{date}}", "{{who}} 删除，保留至 {{date}}"],
  nobody: ["Zhike", "系统"],
  untitled: ["Without a name", "未命名"],
  restore: ["Restore", "恢复"],
  restoreChosen: ["Restore {{count}}", "恢复 {{count}} 条"],
  restored_one: ["Restored", "已恢复"],
  restored_other: ["{{count}} restored", "已恢复 {{count}} 条"],
  choose: ["Choose {{name}}", "选择 {{name}}"],
  empty: ["The trash is empty", "回收站是空的"],
  emptyText: [
    "Deleted records that you may restore wait here for 90 days. Then they are gone for good.",
    "您有权恢复的已删除记录会在这里保留 90 天，之后将彻底删除。",
  ],
  noMatch: ["Nothing in the trash matches.", "回收站中没有匹配的内容。"],
  more: ["Show more", "显示更多"],
});
