/** What the workspace demands of everybody who signs in. For administrators. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { isProblem, messagesOf } from "@/api/problem";
import { useSay } from "@/metadata";
import { listRoles, settingsKeys } from "@/modules/settings/api";
import { SettingsHeader } from "@/modules/settings/SettingsHeader";
import { Card, Checkbox, EmptyState, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Field, TextArea } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { PageBody } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { changeDemands, type Demands, readDemands, securityKeys } from "./api";
import { OrganisationCard } from "./OrganisationCard";
import styles from "./security.module.css";
import { security } from "./strings";
import { NotProved, useProof } from "./useProof";

const IDLE = [1, 4, 8, 24, 72, 168, 720];
const LONGEST = [8, 12, 24, 72, 168, 336, 720];

export default function WorkspacePage() {
  const t = security.useText();
  const demands = useQuery({ queryKey: securityKeys.demands, queryFn: readDemands });
  return (
    <>
      <SettingsHeader />
      {demands.error ? (
        <EmptyState
          icon={ShieldCheck}
          title={isProblem(demands.error, 403) ? t("mayNot") : demands.error.message}
        />
      ) : (
        <PageBody narrow>
          {demands.data && <OrganisationCard />}
          {demands.data ? <DemandsForm demands={demands.data} /> : <Skeleton height={360} />}
        </PageBody>
      )}
    </>
  );
}

function DemandsForm({ demands }: { demands: Demands }) {
  const t = security.useText();
  const say = useSay();
  const client = useQueryClient();
  const roles = useQuery({ queryKey: settingsKeys.roles, queryFn: listRoles, staleTime: 300_000 });
  const [guard, proof] = useProof();
  const [chosen, setChosen] = useState(demands.two_factor_roles);
  const [networks, setNetworks] = useState(demands.networks.join("\n"));
  const [idle, setIdle] = useState(demands.idle_hours);
  const [longest, setLongest] = useState(demands.longest_hours);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<string[]>([]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setErrors([]);
    try {
      const saved = await guard(() =>
        changeDemands({
          two_factor_roles: chosen,
          networks: networks.split(/[\s,;，；]+/).filter(Boolean),
          idle_hours: idle,
          longest_hours: longest,
        }),
      );
      client.setQueryData(securityKeys.demands, saved);
      setNetworks(saved.networks.join("\n"));
      toast(t("saved"), { tone: "good" });
    } catch (problem) {
      if (!(problem instanceof NotProved)) {
        setErrors(messagesOf(problem));
      }
    }
    setBusy(false);
  };
  const hours = (list: number[], present: number) =>
    [...new Set([...list, present])]
      .sort((one, other) => one - other)
      .map((count) => ({
        value: String(count),
        label: count % 24 ? t("hours", { count }) : t("days", { count: count / 24 }),
      }));
  return (
    <>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Card className={styles.card}>
          <h2>{t("rolesNeed")}</h2>
          <p className="secondary">{t("rolesNeedText")}</p>
          <fieldset className={styles.checks}>
            <legend className="visually-hidden">{t("rolesNeed")}</legend>
            {(roles.data ?? []).map((role) => (
              <label key={role.key} className={styles.row}>
                <Checkbox
                  checked={chosen.includes(role.key)}
                  onChange={(event) =>
                    setChosen(
                      event.target.checked ? [...chosen, role.key] : chosen.filter((key) => key !== role.key),
                    )
                  }
                />
                {say(role.label)}
              </label>
            ))}
          </fieldset>
        </Card>
        <Card className={styles.card}>
          <h2>{t("networks")}</h2>
          <Field label={t("networks")} help={t("networksText", { address: demands.address ?? "" })}>
            {(ids) => (
              <TextArea
                {...ids}
                rows={4}
                spellCheck={false}
                value={networks}
                onChange={(event) => setNetworks(event.target.value)}
              />
            )}
          </Field>
        </Card>
        <Card className={styles.card}>
          <h2>{t("lasts")}</h2>
          <div className={styles.pair}>
            <Field label={t("idle")}>
              {({ id }) => (
                <Select
                  id={id}
                  label={t("idle")}
                  value={String(idle)}
                  options={hours(IDLE, idle)}
                  onChange={(next) => setIdle(Number(next))}
                />
              )}
            </Field>
            <Field label={t("longest")}>
              {({ id }) => (
                <Select
                  id={id}
                  label={t("longest")}
                  value={String(longest)}
                  options={hours(LONGEST, longest)}
                  onChange={(next) => setLongest(Number(next))}
                />
              )}
            </Field>
          </div>
        </Card>
        {errors.map((message) => (
          <Notice key={message} tone="danger">
            {message}
          </Notice>
        ))}
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            {t("save")}
          </Button>
        </div>
      </form>
      {proof}
    </>
  );
}
