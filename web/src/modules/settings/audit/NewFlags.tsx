/** Says that something is worth a look, until the reader has looked. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { settingsKeys, unseenFlags } from "../api";
import { seeFlags } from "./api";
import { audit } from "./strings";

export function NewFlags({ onShow }: { onShow: () => void }) {
  const t = audit.useText();
  const client = useQueryClient();
  const flags = useQuery({ queryKey: settingsKeys.flags, queryFn: unseenFlags, staleTime: 60_000 });
  const count = flags.data ?? 0;
  if (count === 0) return null;
  const show = async () => {
    onShow();
    await seeFlags();
    void client.invalidateQueries({ queryKey: settingsKeys.flags });
  };
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" onClick={() => void show()}>
          {t("show")}
        </Button>
      }
    >
      {t("flags", { count })}
    </Notice>
  );
}
