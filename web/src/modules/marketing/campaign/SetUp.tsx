/** Setting a campaign up: who, what, how fast and when; each change is saved at once, and the check follows it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { keys } from "@/api/keys";
import { getRecord } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordRef, Row, Text, Value } from "@/api/types";
import { isBlank } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { useMay, useSay } from "@/metadata";
import { useSaveField } from "@/records/data";
import { Card } from "@/ui/atoms";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { useSenderHelp } from "../sender";
import { marketing } from "../strings";
import { CheckCard } from "./CheckCard";
import styles from "./campaign.module.css";
import { useCheck } from "./check";
import { MailPreview } from "./MailPreview";

interface SetUpProps {
  object: ObjectMeta;
  row: Row;
}

/** Kinds whose value is whole after each change; the others are saved when they are left. */
const AT_ONCE = new Set(["choice", "lookup", "boolean", "date", "datetime", "person"]);

export function SetUp({ object, row }: SetUpProps) {
  const t = marketing.useText();
  const may = useMay();
  const say = useSay();
  const check = useCheck(row);
  const editable = may("campaign", "edit");
  const template = row.template as RecordRef | null;
  const mail = useQuery({
    queryKey: keys.record("template", template?.id ?? ""),
    queryFn: () => getRecord("template", template?.id ?? ""),
    enabled: template !== null,
    retry: false,
  });
  const sender = useSenderHelp(String(mail.data?.from_name ?? ""));
  const box = (key: string, help?: string) => (
    <SavedField object={object} row={row} name={key} editable={editable} {...(help ? { help } : {})} />
  );
  return (
    <>
      {row.problem && <Notice tone="danger">{say(row.problem as unknown as Text)}</Notice>}
      <div className={styles.setUp}>
        <div className={styles.forms}>
          <Part
            title={t("audience")}
            aside={may("segment", "create") && <Link to="/segments/new">{t("makeSegment")}</Link>}
          >
            <div className={styles.pair}>
              {box("segment")}
              {box("purpose")}
            </div>
            {box("hold_out_percent", t("holdOutHelp"))}
          </Part>
          <Part
            title={t("mailOf")}
            aside={
              template ? (
                <Link to="/o/$object/$id" params={{ object: "template", id: template.id }}>
                  {t("editTemplate")}
                </Link>
              ) : (
                may("template", "create") && <Link to="/marketing/templates/new">{t("makeTemplate")}</Link>
              )
            }
          >
            {box("template")}
            <div className={styles.triple}>
              {(["from_name", "from_email", "reply_to"] as const).map((key) => (
                <SavedField
                  key={key}
                  object={object}
                  row={row}
                  name={key}
                  editable={editable}
                  empty={sender(key)}
                />
              ))}
            </div>
            {box("advert", t("advertHelp"))}
            <MailPreview row={row} prefix={check.data?.advert_prefix ?? ""} />
          </Part>
          <Part title={t("sending")}>
            <div className={styles.pair}>
              {box("rate_per_second")}
              {box("attribution_days")}
            </div>
          </Part>
        </div>
        <CheckCard row={row} />
      </div>
    </>
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <Card className={styles.part}>
      <header className={styles.partHead}>
        <h2 className="card-title grow">{title}</h2>
        {aside && <span className={styles.link}>{aside}</span>}
      </header>
      {children}
    </Card>
  );
}

interface SavedFieldProps extends SetUpProps {
  name: string;
  help?: string;
  /** Said instead of the help while nothing is entered. */
  empty?: string;
  editable: boolean;
}

function SavedField({ object, row, name, help, empty, editable }: SavedFieldProps) {
  const say = useSay();
  const client = useQueryClient();
  const save = useSaveField(object);
  const field = object.fields.find((one) => one.key === name);
  const [value, setValue] = useState<Value>(row[name] as Value);
  if (!field) return null;
  const keep = async (next: Value) => {
    if (!(await save(row, field, next))) setValue(row[name] as Value);
    void client.invalidateQueries({ queryKey: ["marketing", "check", row.id] });
  };
  const { Input, Display } = kindOf(field);
  const atOnce = AT_ONCE.has(field.kind);
  const said = (isBlank(value) && empty) || help;
  return (
    <Field label={say(field.label)} required={field.required} {...(said ? { help: said } : {})}>
      {(ids) =>
        editable ? (
          // Leaving the field saves it, whatever its kind is made of.
          <div onBlur={() => void (!atOnce && keep(value))}>
            <Input
              {...ids}
              field={plain(field)}
              value={value}
              onChange={(next) => {
                setValue(next);
                if (atOnce) void keep(next);
              }}
            />
          </div>
        ) : (
          <Display field={field} value={value} />
        )
      }
    </Field>
  );
}

/** The purpose and such always have a value; clearing them is not offered. */
const plain = (field: FieldMeta): FieldMeta =>
  field.kind === "choice" ? { ...field, required: true } : field;
