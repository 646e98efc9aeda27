/** Choosing whom to share a record with, and as what; or changing that for somebody it is shared with. */
import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { keys } from "@/api/keys";
import { firstMessageOf } from "@/api/problem";
import { findUsers, listDepartments, listTeams } from "@/api/queries";
import type { NewShare, Share } from "@/api/types";
import { Avatar, Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { controlButtonClass, Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Popover } from "@/ui/overlay";
import { Picker, type PickerOption } from "@/ui/Picker";
import { Select } from "@/ui/Select";
import { branches } from "../departments";
import styles from "./rights.module.css";
import { page } from "./strings";

type Kind = Share["kind"];

interface ShareFormProps {
  /** The share to change; the receiver stays. */
  share?: Share;
  onShare: (share: NewShare, name: string) => Promise<void>;
  onClose: () => void;
}

export function ShareForm({ share, onShare, onClose }: ShareFormProps) {
  const t = page.useText();
  const [kind, setKind] = useState<Kind>(share?.kind ?? "user");
  const [receiver, setReceiver] = useState<PickerOption | undefined>(
    share && { value: share.receiver, label: share.title },
  );
  const [access, setAccess] = useState<"view" | "edit">(share?.access ?? "view");
  const [part, setPart] = useState(share?.part ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  // The button that opened this is gone, and focus must not fall out of the panel with it.
  useEffect(() => form.current?.querySelector<HTMLElement>("[role=radio][tabindex='0'],select")?.focus(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!receiver) return;
    setBusy(true);
    try {
      await onShare({ [kind]: receiver.value, access, part: part.trim() }, receiver.label);
      onClose();
    } catch (problem) {
      setError(firstMessageOf(problem));
      setBusy(false);
    }
  };
  return (
    <form ref={form} className={styles.form} onSubmit={(event) => void submit(event)}>
      {share ? (
        <b>{share.title}</b>
      ) : (
        <Segmented
          label={t("shareWith")}
          value={kind}
          options={[
            { value: "user", label: t("aPerson") },
            { value: "team", label: t("aTeam") },
            { value: "department", label: t("aDepartment") },
          ]}
          onChange={(next) => {
            setKind(next);
            setReceiver(undefined);
          }}
        />
      )}
      {!share && (
        <Field label={t("shareWith")} {...(error ? { error } : {})}>
          {(ids) => (
            <Popover
              label={t("shareWith")}
              stretch
              trigger={({ ref, ...props }) => (
                <button type="button" ref={ref} className={controlButtonClass} {...props} {...ids}>
                  <span className="grow ellipsis">
                    {receiver?.label ?? <span className="muted">{t("choose")}</span>}
                  </span>
                  <ChevronDown size={14} aria-hidden />
                </button>
              )}
            >
              {(close) => {
                const pick = (option: PickerOption) => {
                  setReceiver(option);
                  close();
                };
                if (kind === "user") return <PeoplePicker onPick={pick} />;
                return kind === "team" ? <TeamPicker onPick={pick} /> : <DepartmentPicker onPick={pick} />;
              }}
            </Popover>
          )}
        </Field>
      )}
      {error && share && <Notice tone="danger">{error}</Notice>}
      <div className={styles.pair}>
        <Field label={t("access")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("access")}
              value={access}
              options={[
                { value: "view", label: t("shareView") },
                { value: "edit", label: t("shareEdit") },
              ]}
              onChange={setAccess}
            />
          )}
        </Field>
        <Field label={t("part")}>
          {(ids) => (
            <TextInput
              {...ids}
              maxLength={60}
              placeholder={t("partHint")}
              value={part}
              onChange={(event) => setPart(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className={styles.buttons}>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="primary" type="submit" busy={busy} disabled={!receiver}>
          {t(share ? "save" : "share")}
        </Button>
      </div>
    </form>
  );
}

interface PickProps {
  onPick: (option: PickerOption) => void;
}

function PeoplePicker({ onPick }: PickProps) {
  const t = page.useText();
  const [text, setText] = useState("");
  const people = useQuery({ queryKey: keys.users(text), queryFn: () => findUsers(text), staleTime: 60_000 });
  const options = (people.data ?? []).map((one) => ({
    value: one.id,
    label: one.title,
    display: (
      <span className={styles.person}>
        <Avatar name={one.title} size={20} />
        <span className="ellipsis">{one.title}</span>
      </span>
    ),
  }));
  const pick = (id: string) => {
    const found = options.find((one) => one.value === id);
    if (found) onPick(found);
  };
  return (
    <Picker
      label={t("aPerson")}
      options={options}
      loading={people.isPending}
      onSearch={setText}
      onPick={pick}
    />
  );
}

function TeamPicker({ onPick }: PickProps) {
  const t = page.useText();
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams, staleTime: 300_000 });
  const options = (teams.data ?? []).map((team) => ({ value: team.id, label: team.name }));
  return <CirclePicker label={t("aTeam")} options={options} loading={teams.isPending} onPick={onPick} />;
}

/** Departments under those above them; sharing with one reaches all below it. */
function DepartmentPicker({ onPick }: PickProps) {
  const t = page.useText();
  const found = useQuery({ queryKey: keys.departments, queryFn: listDepartments, staleTime: 300_000 });
  const options = branches(found.data ?? []).map(({ department, depth }) => ({
    value: department.id,
    label: department.name,
    display: <span style={{ paddingLeft: depth * 16 }}>{department.name}</span>,
  }));
  return (
    <CirclePicker label={t("aDepartment")} options={options} loading={found.isPending} onPick={onPick} />
  );
}

interface CirclePickerProps extends PickProps {
  label: string;
  options: PickerOption[];
  loading: boolean;
}

function CirclePicker({ options, onPick, ...rest }: CirclePickerProps) {
  const pick = (id: string) => {
    const found = options.find((one) => one.value === id);
    if (found) onPick(found);
  };
  return <Picker {...rest} options={options} onPick={pick} />;
}
