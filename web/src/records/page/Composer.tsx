/** Logging what happened or is to be done, in a few seconds: type, Ctrl/⌘ Enter, done. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { createRecord } from "@/api/records";
import type { ObjectMeta, Row, Value } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { commandKey } from "@/lib/media";
import { useMay, useObject } from "@/metadata";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/toast";
import { useProblemToast } from "../trouble";
import { page } from "./strings";
import styles from "./timeline.module.css";

const KINDS = ["note", "task", "call", "meeting"] as const;
type Kind = (typeof KINDS)[number];
const PROMPTS = { note: "writeNote", task: "writeTask", call: "writeCall", meeting: "writeMeeting" } as const;
const SUBJECT = 120;

/** The first line is the subject; what follows, or a first line too long for one, is the body. */
function splitText(text: string): { subject: string; body: string | null } {
  const [first = "", ...rest] = text.trim().split("\n");
  const body = rest.join("\n").trim();
  if (first.length <= SUBJECT) return { subject: first.trim(), body: body || null };
  return { subject: `${first.slice(0, SUBJECT - 1)}…`, body: text.trim() };
}

export function Composer({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = page.useText();
  const may = useMay();
  const client = useQueryClient();
  const activity = useObject("activity");
  const complain = useProblemToast("activity");
  const [kind, setKind] = useState<Kind>("note");
  const [text, setText] = useState("");
  const [due, setDue] = useState<Value>(null);
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const dueField = activity?.fields.find((field) => field.key === "due_at");
  if (!activity || !may("activity", "create") || object.key === "activity") return null;

  const save = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      const done = kind === "task" ? {} : { done_at: new Date().toISOString() };
      await createRecord("activity", {
        type: kind,
        ...splitText(text),
        about: row.id,
        ...(due ? { due_at: due } : {}),
        ...done,
      });
      setText("");
      setDue(null);
      toast(t("logged"), { tone: "good", stay: 2500 });
      void client.invalidateQueries({ queryKey: keys.timeline(object.key, row.id) });
      void client.invalidateQueries({ queryKey: ["related", object.key, row.id] });
      void client.invalidateQueries({ queryKey: keys.record(object.key, row.id) });
    } catch (problem) {
      complain(problem);
    }
    setBusy(false);
  };
  const Due = dueField && kindOf(dueField).Input;
  return (
    <form
      className={classes(styles.composer, (open || text) && styles.wide)}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        aria-label={t(PROMPTS[kind])}
        placeholder={t(PROMPTS[kind])}
        rows={1}
        value={text}
        onFocus={() => setOpen(true)}
        onChange={(event) => setText(event.target.value)}
      />
      {kind === "task" && Due && dueField && (
        <div className={styles.due}>
          <span className="muted">{t("due")}</span>
          <Due field={dueField} value={due} onChange={setDue} />
        </div>
      )}
      <div className={styles.tools}>
        <div role="radiogroup" aria-label={t("kind")} className={styles.kinds}>
          {KINDS.map((one) => (
            <button
              key={one}
              type="button"
              role="radio"
              aria-checked={kind === one}
              onClick={() => setKind(one)}
            >
              {t(one)}
            </button>
          ))}
        </div>
        <span className="grow" />
        {text && (
          <span className={classes(styles.hint, "hide-phone")}>{t("saveHint", { key: commandKey })}</span>
        )}
        <Button
          type="submit"
          size="small"
          variant={text.trim() ? "primary" : "default"}
          busy={busy}
          disabled={!text.trim()}
        >
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
