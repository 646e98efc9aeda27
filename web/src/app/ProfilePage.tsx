/** The reader's own preferences. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { usePreferences } from "@/lib/preferences";
import { useLanguage } from "@/lib/strings";
import { useMeta } from "@/metadata";
import { RoleTags } from "@/modules/settings/RoleTags";
import { SettingsHeader } from "@/modules/settings/SettingsHeader";
import { Card, Segmented, Tag } from "@/ui/atoms";
import { Field, TextInput } from "@/ui/Field";
import { PageBody } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import { setOwn } from "./session";
import { app } from "./strings";

const ZONES = [
  "Asia/Shanghai",
  "Asia/Hong_Kong",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "Australia/Sydney",
  "UTC",
];

export default function ProfilePage() {
  const t = app.useText();
  const { user } = useMeta();
  const client = useQueryClient();
  const language = useLanguage();
  const { theme, density } = usePreferences();
  const [name, setName] = useState(user.name);
  const zones = ZONES.includes(user.time_zone) ? ZONES : [user.time_zone, ...ZONES];
  const own = (change: Parameters<typeof setOwn>[1]) =>
    void setOwn(client, change).then(
      () => toast(t("moved"), { tone: "good" }),
      (problem) => toast(messageOf(problem), { tone: "danger" }),
    );
  return (
    <>
      <SettingsHeader />
      <PageBody narrow>
        <Card style={{ display: "grid", gap: 18 }}>
          <Field label={t("yourName")}>
            {(ids) => (
              <TextInput
                {...ids}
                value={name}
                onChange={(event) => setName(event.target.value)}
                onBlur={() => name.trim() && name !== user.name && own({ name: name.trim() })}
              />
            )}
          </Field>
          <Labelled label={t("email")}>
            <span>{user.email}</span>
          </Labelled>
          <Labelled label={t("mayDo")}>
            <span>
              <RoleTags roles={user.roles} />{" "}
              {user.teams.map((team) => (
                <Tag key={team.id} tone="accent">
                  {team.name}
                </Tag>
              ))}
            </span>
          </Labelled>
        </Card>
        <Card style={{ display: "grid", gap: 18 }}>
          <h2>{t("preferences")}</h2>
          <div style={{ display: "grid", gap: 14, justifyItems: "start" }}>
            <Labelled label={t("language")}>
              <Segmented
                label={t("language")}
                value={language}
                options={[
                  { value: "zh-CN", label: "中文" },
                  { value: "en", label: "English" },
                ]}
                onChange={(next) => own({ language: next })}
              />
            </Labelled>
            <Labelled label={t("theme")}>
              <Segmented
                label={t("theme")}
                value={theme}
                options={[
                  { value: "light", label: t("light") },
                  { value: "dark", label: t("dark") },
                  { value: "system", label: t("system") },
                ]}
                onChange={(next) => own({ theme: next })}
              />
            </Labelled>
            <Labelled label={t("density")}>
              <Segmented
                label={t("density")}
                value={density}
                options={[
                  { value: "compact", label: t("compact") },
                  { value: "comfortable", label: t("comfortable") },
                ]}
                onChange={(next) => own({ density: next })}
              />
            </Labelled>
            <Labelled label={t("timeZone")}>
              <Select
                label={t("timeZone")}
                value={user.time_zone}
                options={zones.map((zone) => ({ value: zone, label: zone }))}
                onChange={(next) => own({ time_zone: next })}
              />
            </Labelled>
          </div>
        </Card>
      </PageBody>
    </>
  );
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div style={{ display: "grid", gap: 5 }}>
      <span className="muted" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}
