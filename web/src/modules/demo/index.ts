/** What only the demo has: the mailbox that catches every mail. */
import { Inbox } from "lucide-react";
import type { WebModule } from "@/records/modules";
import { demo } from "./strings";

export const demoModule: WebModule = {
  key: "demo",
  pages: [{ path: "/demo/mailbox", load: () => import("./MailboxPage"), guide: "campaigns" }],
  commands: [
    {
      key: "demo.mailbox",
      label: () => demo.text("mailbox"),
      icon: Inbox,
      words: "mailbox mail smtp 邮箱 邮件 youxiang",
      path: "/demo/mailbox",
    },
  ],
};
