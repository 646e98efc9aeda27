/** Joining with the link of an invitation: a name, and a password or a passkey. */
import { useQuery } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { isProblem, messagesByField } from "@/api/problem";
import { deviceOf } from "@/lib/device";
import { passkeysHere } from "@/lib/passkeys";
import { setLanguage } from "@/lib/strings";
import { CodeList } from "@/modules/settings/security/CodesDialog";
import { troubleOf } from "@/modules/settings/security/trouble";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import frame from "../SignIn.module.css";
import { type Invited, invitationOf, joinWithPasskey, joinWithPassword, linkKey } from "./api";
import { EntryFrame } from "./EntryFrame";
import styles from "./entry.module.css";
import { PasswordInput } from "./PasswordInput";
import { entry } from "./strings";
import { useEnter } from "./useEnter";

export default function AcceptPage() {
  const t = entry.useText();
  const [key] = useState(linkKey);
  const invited = useQuery({
    queryKey: ["invitation", key],
    queryFn: () => invitationOf(key),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const spoken = invited.data?.language;
  useEffect(() => {
    if (spoken) setLanguage(spoken === "en" ? "en" : "zh-CN");
  }, [spoken]);
  if (invited.error)
    return isProblem(invited.error, 410) ? (
      <EntryFrame title={t("dead")} text={t("deadInvitation")} />
    ) : (
      <EntryFrame title={t("join")} error={invited.error.message} />
    );
  if (!invited.data)
    return (
      <EntryFrame title={t("join")}>
        <Skeleton height={180} />
      </EntryFrame>
    );
  return <Join linkKey={key} invited={invited.data} />;
}

function Join({ linkKey: key, invited }: { linkKey: string; invited: Invited }) {
  const t = entry.useText();
  const enter = useEnter();
  const [name, setName] = useState(invited.name);
  const [password, setPassword] = useState("");
  const [codes, setCodes] = useState<string[]>([]);
  const [busy, setBusy] = useState<"password" | "passkey" | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const run = async (what: "password" | "passkey", work: () => Promise<string[]>) => {
    setBusy(what);
    setErrors({});
    try {
      const made = await work();
      if (made.length) setCodes(made);
      else await enter();
    } catch (problem) {
      const found = messagesByField(problem);
      const trouble = troubleOf(problem);
      if (trouble) setErrors(Object.keys(found).length ? found : { "": trouble });
      setBusy(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run("password", async () => (await joinWithPassword(key, name, password)).recovery_codes);
  };
  if (codes.length)
    return (
      <EntryFrame title={t("join")} wide>
        <CodeList codes={codes} />
        <Button variant="primary" size="large" block onClick={() => void enter()}>
          {t("toWork")}
        </Button>
      </EntryFrame>
    );
  const text = invited.by
    ? t("joinText", { by: invited.by, email: invited.email })
    : t("joinPlain", { email: invited.email });
  return (
    <EntryFrame title={t("join")} text={text} error={errors[""] ?? null}>
      <form className={styles.stack} onSubmit={submit}>
        <Field label={t("yourName")} {...(errors.name ? { error: errors.name } : {})}>
          {(ids) => (
            <TextInput
              {...ids}
              className={frame.input}
              autoComplete="name"
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <PasswordInput
          label={t("password")}
          value={password}
          onChange={setPassword}
          fresh
          first
          help={t("shortest", { count: invited.shortest })}
          error={errors.password}
        />
        <Button type="submit" variant="primary" size="large" block busy={busy === "password"}>
          {t("joinPassword")}
        </Button>
      </form>
      {passkeysHere() && (
        <Button
          size="large"
          block
          icon={Fingerprint}
          busy={busy === "passkey"}
          disabled={!name.trim()}
          onClick={() => {
            const device = deviceOf(navigator.userAgent).system || "Passkey";
            void run("passkey", async () => (await joinWithPasskey(key, name, device)).recovery_codes);
          }}
        >
          {t("joinPasskey")}
        </Button>
      )}
    </EntryFrame>
  );
}
