/** The head of a campaign: name, status, what it is, and the few things to do with it as a whole. */
import { useNavigate } from "@tanstack/react-router";
import { Copy, Inbox } from "lucide-react";
import { useState } from "react";
import type { ObjectMeta, RecordRef, Row } from "@/api/types";
import { OptionTag } from "@/fields/choice";
import { formatDateTime } from "@/lib/format";
import { useMay, useMeta } from "@/metadata";
import { useSaveField } from "@/records/data";
import { Button } from "@/ui/Button";
import { TitleInput } from "@/ui/TitleInput";
import { marketing } from "../strings";
import styles from "./campaign.module.css";
import { FollowUp, useCopy } from "./FollowUp";

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
  const begun = !["draft", "scheduled"].includes(String(row.status));
  const copy = useCopy(row);
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
      {begun && may("segment", "create") && <FollowUp row={row} onCopy={copy} />}
      {demo && begun && (
        <Button icon={Inbox} className="hide-phone" onClick={() => void navigate({ to: "/demo/mailbox" })}>
          {t("mailbox")}
        </Button>
      )}
      {may("campaign", "create") && (
        <Button icon={Copy} aria-label={t("copy")} onClick={() => void copy()}>
          <span className="hide-phone">{t("copy")}</span>
        </Button>
      )}
    </header>
  );
}
