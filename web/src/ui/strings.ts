import { defineStrings } from "@/lib/strings";

export const ui = defineStrings("ui", {
  close: ["Close", "关闭"],
  search: ["Search", "搜索"],
  noMatch: ["Nothing matches", "没有匹配项"],
  createOption: ["Create “{{name}}”", "新建“{{name}}”"],
  loading: ["Loading…", "加载中…"],
  undo: ["Undo", "撤销"],
  save: ["Save", "保存"],
  cancel: ["Cancel", "取消"],
  messages: ["Messages", "消息"],
  asTable: ["Show as table", "以表格显示"],
  asChart: ["Show as chart", "以图表显示"],
});
