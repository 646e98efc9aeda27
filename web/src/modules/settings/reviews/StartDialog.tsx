/** Starting a review: its name, its last day, and which roles are asked about. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { isProblem, messageOf } from "@/api/problem";
import { dayOf } from "@/lib/format";
import { useSay } from "@/metadata";
import { Chip } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { listRoles, settingsKeys } from "../api";
import { reviewKeys, startReview } from "./api";
import styles from "./reviews.module.css";
import { reviews } from "./strings";

const USUAL_DAYS = 14;

export function StartDialog({ onClose }: { onClose: () => void }) {
  const t = reviews.useText();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const roles = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles, staleTime: 300_000 });
  const [name, setName] = useState("");
  const [due, setDue] = useState(() => dayOf(new Date(Date.now() + USUAL_DAYS * 86_400_000)));
  const [chosen, setChosen] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const review = await startReview({ name, due_on: due, roles: chosen });
      await client.invalidateQueries({ queryKey: reviewKeys.list });
      void client.invalidateQueries({ queryKey: ["waiting"] });
      toast(t("started"), { tone: "good" });
      void navigate({ to: `/settings/reviews/${review.id}` });
    } catch (problem) {
      const placed: [string, string][] = isProblem(problem)
        ? problem.errors.map((one) => [String(one.loc[0]), one.message])
        : [];
      const whole: [string, string] = ["all", messageOf(problem)];
      setErrors(Object.fromEntries(placed.length > 0 ? placed : [whole]));
      setBusy(false);
    }
  };
  const error = (key: string) => (errors[key] ? { error: errors[key] } : {});
  return (
    <Dialog
      title={t("start")}
      width={480}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form="start-review"
            busy={busy}
            disabled={!name.trim() || !due}
          >
            {t("start")}
          </Button>
        </>
      }
    >
      <form id="start-review" className={styles.stack} onSubmit={(event) => void submit(event)}>
        <p className="secondary">{t("startText")}</p>
        <Field label={t("name")} required {...error("name")}>
          {(ids) => (
            <TextInput
              {...ids}
              data-autofocus
              maxLength={100}
              placeholder={t("nameHint")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("due")} required {...error("due_on")}>
          {(ids) => (
            <TextInput
              {...ids}
              type="date"
              min={dayOf(new Date())}
              value={due}
              onChange={(event) => setDue(event.target.value)}
            />
          )}
        </Field>
        <fieldset className={styles.roles}>
          <legend className="muted">{t("whichRoles")}</legend>
          <Chip on={chosen.length === 0} aria-pressed={chosen.length === 0} onClick={() => setChosen([])}>
            {t("everybody")}
          </Chip>
          {(roles.data ?? []).map((role) => {
            const on = chosen.includes(role.key);
            return (
              <Chip
                key={role.key}
                on={on}
                aria-pressed={on}
                onClick={() =>
                  setChosen(on ? chosen.filter((key) => key !== role.key) : [...chosen, role.key])
                }
              >
                {say(role.label)}
              </Chip>
            );
          })}
        </fieldset>
        {errors.all && <Notice tone="danger">{errors.all}</Notice>}
      </form>
    </Dialog>
  );
}
