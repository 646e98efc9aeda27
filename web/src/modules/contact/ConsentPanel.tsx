/** What a person agreed to, by purpose and channel; each can be granted or withdrawn with how that is known. */
import { useQuery } from "@tanstack/react-query";
import { Check, History, MailX, Plus, X } from "lucide-react";
import { useState } from "react";
import { classes } from "@/lib/classes";
import { formatDate } from "@/lib/format";
import { useMay, useSay } from "@/metadata";
import type { PanelProps } from "@/records/modules";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import { type Choice, type ConsentState, contactKeys, getChoices, getConsents } from "./api";
import { ConsentForm } from "./ConsentForm";
import { ConsentHistory } from "./ConsentHistory";
import styles from "./contact.module.css";
import { StopMail, Suppressions } from "./Suppressions";
import { contact } from "./strings";

export default function ConsentPanel({ row }: PanelProps) {
  const t = contact.useText();
  const say = useSay();
  const may = useMay();
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
  const { purposes, channels } = choices.data;
  const email = typeof row.email === "string" ? row.email : "";
  const standing = { id: row.id, email, suppressed: consents.data.suppressed, choices: choices.data };
  const known = (purpose: Choice, channel: Choice) =>
    consents.data.states.find((one) => one.purpose === purpose.key && one.channel === channel.key);
  return (
    <section className={classes(styles.panel, styles.consentPanel)}>
      <header className={styles.head}>
        <h2 className="card-title">{t("consent")}</h2>
        <span className="grow" />
        {email && <StopMail {...standing} />}
        <Button size="small" variant="ghost" icon={History} onClick={() => setHistory(true)}>
          {t("history")}
        </Button>
      </header>
      {email && <Suppressions {...standing} />}
      <dl className={styles.consents}>
        {purposes.map((purpose) => (
          <div key={purpose.key}>
            <dt>{say(purpose.label)}</dt>
            <dd>
              {channels.map((channel) => {
                const state = known(purpose, channel);
                return (
                  state && (
                    <ConsentChip
                      key={channel.key}
                      id={row.id}
                      purpose={purpose}
                      channel={channel}
                      state={state}
                      stopped={
                        channel.key === "email" &&
                        consents.data.suppressed.some((one) => ["all", purpose.key].includes(one.purpose))
                      }
                    />
                  )
                );
              })}
              {may("contact", "edit") && channels.some((channel) => !known(purpose, channel)) && (
                <AddConsent
                  id={row.id}
                  purpose={purpose}
                  channels={channels.filter((channel) => !known(purpose, channel))}
                  alone={!channels.some((channel) => known(purpose, channel))}
                />
              )}
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
  state: ConsentState;
  /** Whatever was agreed to, the address gets no such mail. */
  stopped: boolean;
}

function ConsentChip({ id, purpose, channel, state, stopped }: ChipProps) {
  const t = contact.useText();
  const say = useSay();
  const granted = state.status === "granted";
  const word = t(granted ? (stopped ? "yesStopped" : "yes") : "no");
  const name = t("stateOf", { purpose: say(purpose.label), channel: say(channel.label), state: word });
  const Mark = granted ? (stopped ? MailX : Check) : X;
  return (
    <Popover
      label={name}
      trigger={({ ref, ...props }) => (
        <button
          type="button"
          ref={ref}
          {...props}
          aria-label={name}
          className={classes(styles.consent, granted && !stopped ? "tone-good" : "tone-warn")}
        >
          {say(channel.label)}
          <Mark size={12} strokeWidth={2.4} aria-hidden />
        </button>
      )}
    >
      {(close) => (
        <div className={styles.popover}>
          <b>
            {say(purpose.label)} · {say(channel.label)}
          </b>
          <span className="secondary">{t("since", { state: word, date: formatDate(state.at) })}</span>
          <ConsentForm id={id} purpose={purpose} channels={[channel]} state={state} onDone={close} />
        </div>
      )}
    </Popover>
  );
}

interface AddProps {
  id: string;
  purpose: Choice;
  channels: Choice[];
  /** Nothing is known of this purpose yet. */
  alone: boolean;
}

function AddConsent({ id, purpose, channels, alone }: AddProps) {
  const t = contact.useText();
  const say = useSay();
  const name = t("add", { purpose: say(purpose.label) });
  return (
    <Popover
      label={name}
      trigger={({ ref, ...props }) => (
        <button
          type="button"
          ref={ref}
          {...props}
          aria-label={name}
          title={name}
          className={classes(styles.consent, styles.unknown)}
        >
          <Plus size={12} aria-hidden />
          {alone && t("unknown")}
        </button>
      )}
    >
      {(close) => (
        <div className={styles.popover}>
          <b>{say(purpose.label)}</b>
          <ConsentForm id={id} purpose={purpose} channels={channels} onDone={close} />
        </div>
      )}
    </Popover>
  );
}
