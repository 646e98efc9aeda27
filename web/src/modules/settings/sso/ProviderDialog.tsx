/** Describing a provider, trying it out, and removing it. */
import { type FormEvent, useState } from "react";
import { isProblem } from "@/api/problem";
import { AskDialog } from "@/ui/AskDialog";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { NotProved, useProof } from "../security/useProof";
import { addProvider, changeProvider, type Provider, removeProvider, tryProvider } from "./api";
import { draftOf, valuesOf } from "./draft";
import { ProviderForm } from "./ProviderForm";
import styles from "./sso.module.css";
import { sso } from "./strings";

interface ProviderDialogProps {
  provider: Provider | null;
  onClose: () => void;
  onSaved: (saved: Provider) => void;
  onGone: () => void;
}

export function ProviderDialog({ provider, onClose, onSaved, onGone }: ProviderDialogProps) {
  const t = sso.useText();
  const [guard, proof] = useProof();
  const [draft, setDraft] = useState(() => draftOf(provider));
  const [busy, setBusy] = useState<"save" | "try" | null>(null);
  const [asking, setAsking] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<string>();
  const run = async (what: "save" | "try", work: () => Promise<void>) => {
    setBusy(what);
    setErrors({});
    setAnswer(undefined);
    try {
      await guard(work);
    } catch (problem) {
      if (!(problem instanceof NotProved)) setErrors(wrongs(problem));
    }
    setBusy(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run("save", async () => {
      const { kind, ...values } = valuesOf(draft);
      const saved = await (provider ? changeProvider(provider.id, values) : addProvider({ kind, ...values }));
      toast(t("saved"), { tone: "good" });
      onSaved(saved);
    });
  };
  return (
    <Dialog
      title={provider ? provider.name : t("add")}
      place="side"
      width={520}
      onClose={onClose}
      footer={
        <>
          {provider && (
            <Button variant="danger" onClick={() => setAsking(true)}>
              {t("remove")}
            </Button>
          )}
          <span className="grow" />
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form="provider" busy={busy === "save"}>
            {t("save")}
          </Button>
        </>
      }
    >
      <form id="provider" className={styles.stack} onSubmit={submit}>
        <ProviderForm
          provider={provider}
          draft={draft}
          errors={errors}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        {provider && (
          <div>
            <Button
              busy={busy === "try"}
              onClick={() =>
                void run("try", async () => {
                  setAnswer(await tryProvider(provider.id));
                })
              }
            >
              {t("tryIt")}
            </Button>
          </div>
        )}
        {answer && <Notice tone="good">{answer}</Notice>}
        {errors[""] && <Notice tone="danger">{errors[""]}</Notice>}
      </form>
      {asking && provider && (
        <AskDialog
          title={t("remove")}
          text={t("removeAsk", { name: provider.name })}
          action={t("remove")}
          onClose={() => setAsking(false)}
          onYes={async () => {
            setAsking(false);
            await run("save", async () => {
              await removeProvider(provider.id);
              toast(t("removed"), { tone: "good" });
              onGone();
            });
          }}
        />
      )}
      {proof}
    </Dialog>
  );
}

/** What is wrong, by the place it belongs to; under "" where it belongs to none. */
function wrongs(problem: unknown): Record<string, string> {
  if (!isProblem(problem)) return { "": String(problem) };
  const found = problem.byField();
  return Object.keys(found).length ? found : { "": problem.message };
}
