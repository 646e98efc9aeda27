import { defineStrings } from "@/lib/strings";

export const demo = defineStrings("demo", {
  mailbox: ["Demo mailbox", "演示邮箱"],
  about: ["What would have been sent; nothing leaves this machine", "本应发出的邮件，全部留在本机"],
  find: ["Recipient or subject", "收件人或主题"],
  empty: ["No mail yet", "还没有邮件"],
  emptyText: [
    "In the demo every mail is caught here instead of being delivered. Send a campaign or a test and look at it.",
    "演示环境会把所有邮件拦截在这里。发送一个活动或测试邮件，即可查看效果。",
  ],
  campaigns: ["Open campaigns", "打开营销活动"],
  noMatch: ["Nothing matches", "没有匹配的邮件"],
  to: ["To", "收件人"],
  headers: ["Headers", "邮件头"],
  message: ["Message", "邮件内容"],
  plain: ["Plain text", "纯文本"],
  view: ["What to show", "显示内容"],
  choose: ["Choose a mail to read it", "选择一封邮件查看"],
  more: ["Older", "更早的邮件"],
  back: ["All mails", "全部邮件"],
  noSubject: ["(no subject)", "（无主题）"],
});
