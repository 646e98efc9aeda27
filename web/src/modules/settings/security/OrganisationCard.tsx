/** What the organisation is called: the sender's name of mail that names none. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/problem";
import { Card } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import { toast } from "@/ui/toast";
import { nameWorkspace, readWorkspace, securityKeys } from "./api";
import { security } from "./strings";

export function OrganisationCard() {
  const t = security.useText();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: securityKeys.workspace, queryFn: readWorkspace });
  const [written, setWritten] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const name = written ?? data?.name ?? "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      client.setQueryData(securityKeys.workspace, await nameWorkspace(name));
      void client.invalidateQueries({ queryKey: ["marketing"] });
      setWritten(null);
      toast(t("saved"), { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    setBusy(false);
  };
  return (
    <Card>
      <form style={{ display: "grid", gap: 18, justifyItems: "start" }} onSubmit={submit}>
        <h2>{t("organisation")}</h2>
        <Field label={t("organisationName")} help={t("organisationHelp")}>
          {(ids) => (
            <TextInput
              {...ids}
              maxLength={200}
              autoComplete="organization"
              value={name}
              onChange={(event) => setWritten(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" busy={busy} disabled={name === (data?.name ?? "")}>
          {t("save")}
        </Button>
      </form>
    </Card>
  );
}
