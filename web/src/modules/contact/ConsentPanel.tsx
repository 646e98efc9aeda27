/** What a person agreed to, by purpose and channel; each can be granted or withdrawn with how that is known. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, History, X } from "lucide-react";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { classes } from "@/lib/classes";
import { formatDate } from "@/lib/format";
import { useMay, useSay } from "@/metadata";
import type { PanelProps } from "@/records/modules";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Popover } from "@/ui/overlay";
import { toast } from "@/ui/toast";
import { type Choice, type ConsentState, contactKeys, getChoices, getConsents, noteConsent } from "./api";
import { ConsentHistory } from "./ConsentHistory";
import styles from "./contact.module.css";
import { contact } from "./strings";

export default function ConsentPanel({ row }: PanelProps) {
  const t = contact.useText();
  const say = useSay();
  const [history, setHistory] = useState(false);
  const choices = useQuery({
    queryKey: contactKeys.choices,
    queryFn: getChoices,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const consents = useQuery({
    queryKey: contactKeys.consents(row.id),
    queryFn: () => getConsents(row.id),
  });
  if (choices.error || consents.error) return null;
  if (!choices.data || !consents.data) return <Skeleton height={96} />;
  const { purposes, channels, reasons } = choices.data;
  const reason = reasons.find((one) => one.key === consents.data.suppressed);
  return (
    <section className={styles.panel}>
      <header className={styles.head}>
        <h3>{t("consent")}</h3>
        <Button size="small" variant="ghost" icon={History} onClick={() => setHistory(true)}>
          {t("history")}
        </Button>
      </header>
      {consents.data.suppressed && (
        <Notice tone="warn">
          {t("suppressed", { reason: say(reason?.label) || consents.data.suppressed })}
        </Notice>
      )}
      <dl className={styles.consents}>
        {purposes.map((purpose) => (
          <div key={purpose.key}>
            <dt>{say(purpose.label)}</dt>
            <dd>
              {channels.map((channel) => (
                <ConsentChip
                  key={channel.key}
                  id={row.id}
                  purpose={purpose}
                  channel={channel}
                  state={consents.data.states.find(
                    (one) => one.purpose === purpose.key && one.channel === channel.key,
                  )}
                />
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {history && (
        <ConsentHistory
          lines={consents.data.ledger}
          choices={choices.data}
          onClose={() => setHistory(false)}
        />
      )}
    </section>
  );
}

interface ChipProps {
  id: string;
  purpose: Choice;
  channel: Choice;
  state: ConsentState | undefined;
}

function ConsentChip({ id, purpose, channel, state }: ChipProps) {
  const t = contact.useText();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const word = state ? t(state.status === "granted" ? "yes" : "no") : t("unknown");
  const name = t("stateOf", { purpose: say(purpose.label), channel: say(channel.label), state: word });
  const [source, setSource] = useState("");
  const [busy, setBusy] = useState(false);
  const note = async (status: "granted" | "withdrawn", close: () => void) => {
    setBusy(true);
    try {
      const next = await noteConsent(id, { purpose: purpose.key, channel: channel.key, status, source });
      client.setQueryData(contactKeys.consents(id), next);
      void client.invalidateQueries({ queryKey: ["timeline"] });
      toast(t(status), { tone: "good" });
      close();
    } catch (problem) {
      toast(isProblem(problem) ? problem.message : String(problem), { tone: "danger" });
    }
    setBusy(false);
  };
  return (
    <Popover
      label={name}
      trigger={({ ref, ...props }) => (
        <button
          type="button"
          ref={ref}
          {...props}
          aria-label={name}
          className={classes(
            styles.consent,
            state ? `tone-${state.status === "granted" ? "good" : "warn"}` : styles.unknown,
          )}
        >
          {say(channel.label)}
          {state?.status === "granted" && <Check size={12} strokeWidth={2.4} aria-hidden />}
          {state?.status === "withdrawn" && <X size={12} strokeWidth={2.4} aria-hidden />}
        </button>
      )}
    >
      {(close) => (
        <div className={styles.popover}>
          <b>
            {say(purpose.label)} · {say(channel.label)}
          </b>
          <span className="secondary">
            {state ? t("since", { state: word, date: formatDate(state.at) }) : word}
          </span>
          {may("contact", "edit") && (
            <>
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
                  <Button
                    size="small"
                    variant="danger"
                    busy={busy}
                    onClick={() => void note("withdrawn", close)}
                  >
                    {t("withdraw")}
                  </Button>
                )}
                {state?.status !== "granted" && (
                  <Button
                    size="small"
                    variant="primary"
                    busy={busy}
                    onClick={() => void note("granted", close)}
                  >
                    {t("grant")}
                  </Button>
                )}
              </div>
            </>
          )}
        </div>
      )}
    </Popover>
  );
}
