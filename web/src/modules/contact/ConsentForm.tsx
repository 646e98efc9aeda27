/** Noting that somebody agreed or no longer agrees, with how that is known. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { useMay, useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { type Choice, type ConsentState, contactKeys, noteConsent } from "./api";
import styles from "./contact.module.css";
import { contact } from "./strings";

interface ConsentFormProps {
  id: string;
  purpose: Choice;
  /** One channel, or those to choose from. */
  channels: readonly Choice[];
  state?: ConsentState | undefined;
  onDone: () => void;
}

export function ConsentForm({ id, purpose, channels, state, onDone }: ConsentFormProps) {
  const t = contact.useText();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const [channel, setChannel] = useState(channels[0]?.key ?? "");
  const [source, setSource] = useState("");
  const [busy, setBusy] = useState(false);
  const note = async (status: "granted" | "withdrawn") => {
    setBusy(true);
    try {
      const next = await noteConsent(id, { purpose: purpose.key, channel, status, source });
      client.setQueryData(contactKeys.consents(id), next);
      void client.invalidateQueries({ queryKey: ["timeline"] });
      toast(t(status), { tone: "good" });
      onDone();
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
      setBusy(false);
    }
  };
  if (!may("contact", "edit")) return null;
  return (
    <>
      {channels.length > 1 && (
        <Field label={t("channel")}>
          {(ids) => (
            <Select
              id={ids.id}
              label={t("channel")}
              value={channel}
              options={channels.map((one) => ({ value: one.key, label: say(one.label) }))}
              onChange={setChannel}
            />
          )}
        </Field>
      )}
      <Field label={t("source")}>
        {(ids) => (
          <TextInput
            {...ids}
            data-autofocus
            maxLength={200}
            placeholder={t("sourceHint")}
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
        )}
      </Field>
      <div className={styles.actions}>
        {state?.status !== "withdrawn" && (
          <Button size="small" variant="danger" busy={busy} onClick={() => void note("withdrawn")}>
            {t("withdraw")}
          </Button>
        )}
        {state?.status !== "granted" && (
          <Button size="small" variant="primary" busy={busy} onClick={() => void note("granted")}>
            {t("grant")}
          </Button>
        )}
      </div>
    </>
  );
}
