/** From whom mail comes where nothing is entered, as a sentence under the empty field. */
import { useQuery } from "@tanstack/react-query";
import { getSender, marketingKeys } from "./api";
import { marketing } from "./strings";

export type SenderField = "from_name" | "from_email" | "reply_to";

/** `kept` is what the template says of the sender, where there is one. */
export function useSenderHelp(kept = ""): (key: SenderField) => string {
  const t = marketing.useText();
  const { data } = useQuery({ queryKey: marketingKeys.sender, queryFn: getSender, staleTime: 60_000 });
  return (key) => {
    if (!data) return "";
    if (key === "reply_to") return t("replyUsed");
    if (key === "from_email") return t("senderUsed", { what: data.email });
    const name = kept || data.name;
    return name ? t("senderUsed", { what: name }) : t("senderUnnamed", { email: data.email });
  };
}
