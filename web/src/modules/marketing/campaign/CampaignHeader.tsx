/** The head of a campaign: name, status, what it is, and the few things to do with it as a whole. */
import { useNavigate } from "@tanstack/react-router";
import { Copy, Inbox } from "lucide-react";
import { useState } from "react";
import type { ObjectMeta, RecordRef, Row, Value } from "@/api/types";
import { OptionTag } from "@/fields/choice";
import { formatDateTime } from "@/lib/format";
import { useMay, useMeta } from "@/metadata";
import { openCreate } from "@/records/create";
import { useSaveField } from "@/records/data";
import { Button } from "@/ui/Button";
import { TitleInput } from "@/ui/TitleInput";
import { marketing } from "../strings";
import styles from "./campaign.module.css";

export function CampaignHeader({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = marketing.useText();
  const may = useMay();
  const { demo } = useMeta();
  const navigate = useNavigate();
  const save = useSaveField(object);
  const [name, setName] = useState(String(row.name ?? ""));
  const field = object.fields.find((one) => one.key === "name");
  const status = object.fields.find((one) => one.key === "status");
  const segment = row.segment as RecordRef | null;
  const at = row.started_at ?? row.scheduled_at;
  const copied = ["segment", "template", "purpose", "from_name"] as const;
  return (
    <header className={styles.header}>
      <TitleInput
        label={t("campaignName")}
        value={name}
        onChange={setName}
        onBlur={() => {
          if (!name.trim()) setName(String(row.name ?? ""));
          else if (field && name.trim() !== row.name) void save(row, field, name.trim());
        }}
      />
      {status && row.status != null && <OptionTag field={status} value={String(row.status)} />}
      <span className="muted hide-phone ellipsis">
        {[t("mail"), segment?.title, at ? formatDateTime(String(at)) : null].filter(Boolean).join(" · ")}
      </span>
      <span className="grow" />
      {demo && !["draft", "scheduled"].includes(String(row.status)) && (
        <Button icon={Inbox} className="hide-phone" onClick={() => void navigate({ to: "/demo/mailbox" })}>
          {t("mailbox")}
        </Button>
      )}
      {may("campaign", "create") && (
        <Button
          icon={Copy}
          className="hide-phone"
          onClick={() =>
            openCreate({
              object: "campaign",
              values: {
                name: t("copyOf", { name: String(row.name) }),
                ...(Object.fromEntries(copied.map((key) => [key, row[key]])) as Record<string, Value>),
              },
            })
          }
        >
          {t("copy")}
        </Button>
      )}
    </header>
  );
}
