/** Words of the attributes of people. */
import { defineStrings } from "@/lib/strings";

export const attributes = defineStrings("settings.attributes", {
  attributes: ["People’s attributes", "人员属性"],
  about: [
    "Note what each person is in charge of, such as a region or a product line. Filters and sharing rules can then say “region is mine”: one rule for everybody.",
    "记录每个人负责的范围，例如区域或产品线。筛选和共享规则即可使用“区域是我的”，一条规则适用于所有人。",
  ],
  none: ["No attributes yet", "还没有人员属性"],
  newAttribute: ["New attribute", "新建属性"],
  change: ["Change {{name}}", "修改{{name}}"],
  name: ["Attribute", "属性"],
  values: ["Values", "可选值"],
  anyText: ["Any text", "任意文本"],
  people: ["People", "人员"],
  peopleCount_one: ["{{count}} person", "{{count}} 人"],
  peopleCount_other: ["{{count}} people", "{{count}} 人"],
  usedBy: ["Rules", "共享规则"],
  key: ["Key", "键"],
  keyHelp: [
    "Lower-case letters, digits and _. It cannot be changed later.",
    "小写字母、数字和下划线，之后不可修改。",
  ],
  kind: ["A value is", "取值方式"],
  kind_choice: ["One of a list", "从列表中选择"],
  kind_text: ["Any text", "任意文本"],
  matches: [
    "Values match fields by key or by name in either language, so “East” fits the option “East” of any field.",
    "属性值按键或中英文名称与字段匹配，例如“华东”对应任何字段的“华东”选项。",
  ],
  cancel: ["Cancel", "取消"],
  create: ["Create", "创建"],
  save: ["Save", "保存"],
  remove: ["Delete", "删除"],
  removeOf: ["Delete {{name}}", "删除{{name}}"],
  removeAsk_one: [
    "“{{name}}” is forgotten for {{count}} person. This cannot be undone.",
    "将清除 {{count}} 人的“{{name}}”，无法撤销。",
  ],
  removeAsk_other: [
    "“{{name}}” is forgotten for {{count}} people. This cannot be undone.",
    "将清除 {{count}} 人的“{{name}}”，无法撤销。",
  ],
  removed: ["Attribute deleted", "属性已删除"],
  saved: ["Attribute saved", "属性已保存"],
  mayNot: ["Only administrators see and change attributes.", "只有管理员可以查看和修改人员属性。"],
});
