/** Registering an app, or changing one: its name, where it is answered, what it may ask for, and who let it in. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { isProblem } from "@/api/problem";
import { NotProved, useProof } from "@/modules/settings/security/useProof";
import { ScopePicker } from "@/modules/settings/tokens/ScopePicker";
import { SecretDialog } from "@/modules/settings/tokens/SecretDialog";
import { choiceOf, NOTHING, scopesOf } from "@/modules/settings/tokens/scopes";
import { AskDialog } from "@/ui/AskDialog";
import { Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field, TextArea, TextInput } from "@/ui/Field";
import { toast } from "@/ui/toast";
import { AppPeople } from "./AppPeople";
import { type App, appKeys, changeApp, registerApp, removeApp, renewSecret } from "./api";
import styles from "./apps.module.css";
import { ServicePerson } from "./ServicePerson";
import { apps } from "./strings";

type Errors = Partial<Record<string, string>>;

export function AppDialog({ app, onClose }: { app: App | null; onClose: () => void }) {
  const t = apps.useText();
  const client = useQueryClient();
  const [name, setName] = useState(app?.name ?? "");
  const [confidential, setConfidential] = useState(app?.confidential ?? true);
  const [addresses, setAddresses] = useState(app?.redirect_uris.join("\n") ?? "");
  const [choice, setChoice] = useState(app ? choiceOf(app.scopes) : NOTHING);
  const [service, setService] = useState(app?.service_user?.id ?? "");
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<"secret" | "remove" | null>(null);
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  const [guard, proof] = useProof();
  const scopes = scopesOf(choice);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await guard(work);
    } catch (problem) {
      if (!(problem instanceof NotProved)) setErrors(errorsOf(problem));
    }
    setBusy(false);
    setAsking(null);
    void client.invalidateQueries({ queryKey: appKeys.apps });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values = {
      name: name.trim(),
      redirect_uris: addresses
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
      scopes,
      service_user: confidential && service ? service : null,
    };
    void run(async () => {
      setErrors({});
      if (!app) return setMade(await registerApp({ ...values, confidential }));
      await changeApp(app.id, values);
      toast(t("saved"), { tone: "good" });
      onClose();
    });
  };
  if (made)
    return (
      <SecretDialog
        title={t("registered")}
        text={t(made.secret ? "secretOnce" : "publicMade")}
        secrets={[
          { label: t("clientId"), value: made.id },
          ...(made.secret ? [{ label: t("secret"), value: made.secret }] : []),
        ]}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      title={app ? t("open", { name: app.name }) : t("newApp")}
      width={720}
      onClose={onClose}
      footer={
        <>
          {app && (
            <span className={styles.danger}>
              <Button variant="danger" onClick={() => setAsking("remove")}>
                {t("remove")}
              </Button>
              {app.confidential && <Button onClick={() => setAsking("secret")}>{t("newSecret")}</Button>}
            </span>
          )}
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form="app"
            busy={busy}
            disabled={!name.trim() || scopes.length === 0}
          >
            {t(app ? "save" : "register")}
          </Button>
        </>
      }
    >
      <form id="app" className={styles.stack} onSubmit={submit}>
        {app && (
          <p className={styles.id}>
            <span className="secondary">{t("clientId")}</span> <code>{app.id}</code>
          </p>
        )}
        <Field label={t("name")} help={t("nameHelp")} {...noted(errors.name)}>
          {(ids) => (
            <TextInput
              {...ids}
              data-autofocus
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {!app && (
          <Field label={t("kind")}>
            {() => (
              <Segmented
                label={t("kind")}
                value={confidential ? "confidential" : "public"}
                options={[
                  { value: "confidential", label: t("kind.confidential") },
                  { value: "public", label: t("kind.public") },
                ]}
                onChange={(kind) => setConfidential(kind === "confidential")}
              />
            )}
          </Field>
        )}
        <Field label={t("addresses")} help={t("addressesHelp")} {...noted(errors.redirect_uris)}>
          {(ids) => (
            <TextArea {...ids} value={addresses} onChange={(event) => setAddresses(event.target.value)} />
          )}
        </Field>
        <ScopePicker of="app" value={choice} onChange={setChoice} error={errors.scopes} />
        {confidential && <ServicePerson value={service} onChange={setService} error={errors.service_user} />}
      </form>
      {app && <AppPeople app={app} />}
      {asking && app && (
        <AskDialog
          title={t(asking === "remove" ? "remove" : "newSecret")}
          text={t(asking === "remove" ? "removeAsk" : "newSecretAsk", { name: app.name })}
          action={t(asking === "remove" ? "remove" : "newSecret")}
          onClose={() => setAsking(null)}
          onYes={() =>
            run(async () => {
              if (asking === "secret") return setMade(await renewSecret(app.id));
              await removeApp(app.id);
              toast(t("removed"), { tone: "good" });
              onClose();
            })
          }
        />
      )}
      {proof}
    </Dialog>
  );
}

const noted = (error: string | undefined) => (error ? { error } : {});

/** What is wrong by field; what concerns none stands at the name. */
function errorsOf(problem: unknown): Errors {
  if (!isProblem(problem)) return { name: String(problem) };
  if (problem.code === "service-person-signs-in") return { service_user: problem.message };
  if (problem.errors.length === 0) return { name: problem.message };
  return Object.fromEntries(problem.errors.map((error) => [String(error.loc[0]), error.message]));
}
