/** What a new template begins with, in the language of its reader, and the pieces the tools insert. */
import type { Language } from "@/lib/strings";

const BUTTON =
  "display: inline-block; padding: 10px 20px; border-radius: 6px; background: rgb(31, 90, 150); color: rgb(255, 255, 255); text-decoration: none";
const BOX =
  "max-width: 600px; margin: 0 auto; padding: 24px; font-family: sans-serif; font-size: 15px; line-height: 1.6";
const SMALL = "font-size: 12px; color: rgb(99, 106, 115)";

export const STARTER: Record<Language, { subject: string; body: string }> = {
  en: {
    subject: '{{ contact.first_name | default: "Hello" }}, something for you',
    body: `<div style="${BOX}">
  <h1 style="font-size: 22px">Good to have you with us</h1>
  <p>Dear {{ contact.name | default: "customer" }},</p>
  <p>Write here what is new and why it matters to the reader.</p>
  <p><a href="https://example.com" style="${BUTTON}">See the offer</a></p>
  <hr>
  <p style="${SMALL}">You get this mail because you agreed to it. <a href="{{ unsubscribe_url }}">Unsubscribe</a></p>
</div>
`,
  },
  "zh-CN": {
    subject: '{{ contact.name | default: "您好" }}，为您准备的',
    body: `<div style="${BOX}">
  <h1 style="font-size: 22px">感谢一路同行</h1>
  <p>{{ contact.name | default: "尊敬的客户" }}，您好：</p>
  <p>在这里写下新消息，以及它对读者的意义。</p>
  <p><a href="https://example.com" style="${BUTTON}">查看详情</a></p>
  <hr>
  <p style="${SMALL}">您收到此邮件，是因为您曾同意接收。<a href="{{ unsubscribe_url }}">退订</a></p>
</div>
`,
  },
};

export interface Piece {
  key: "addHeading" | "addParagraph" | "bold" | "addLink" | "addButton" | "addImage" | "addDivider";
  before: string;
  after: string;
}

export const PIECES: readonly Piece[] = [
  { key: "addHeading", before: '<h2 style="font-size: 18px">', after: "</h2>\n" },
  { key: "addParagraph", before: "<p>", after: "</p>\n" },
  { key: "bold", before: "<b>", after: "</b>" },
  { key: "addLink", before: '<a href="https://">', after: "</a>" },
  { key: "addButton", before: `<a href="https://" style="${BUTTON}">`, after: "</a>" },
  { key: "addImage", before: '<img src="https://', after: '" alt="" width="600" style="max-width: 100%">\n' },
  { key: "addDivider", before: "<hr>\n", after: "" },
];
