/** The demo's mailbox, over HTTP. */
import { get } from "@/api/client";

export interface MailLine {
  id: string;
  received_at: string;
  sender: string;
  recipient: string;
  subject: string;
}
export interface Mail extends MailLine {
  message_id: string;
  headers: { name: string; value: string }[];
  html: string;
  text: string;
  body_url: string;
}

export const mailKeys = {
  list: (q: string) => ["mailbox", q] as const,
  one: (id: string) => ["mailbox", "one", id] as const,
};
export const listMails = (q: string, before: string | null) =>
  get<{ rows: MailLine[]; next: string | null }>("/demo/mailbox", { q, before, limit: 50 });
export const getMail = (id: string) => get<Mail>(`/demo/mailbox/${id}`);
