/** What the browser's tab says; React moves the element into the document's head and out again with its page. */
import { useLanguage } from "@/lib/strings";

export function PageTitle({ children }: { children: string }) {
  const name = useLanguage() === "en" ? "Zhike" : "知客";
  return <title>{children ? `${children} · ${name}` : name}</title>;
}
