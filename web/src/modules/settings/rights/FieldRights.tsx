/** How a role sees fields: by class, and field by field of one object. */
import { useSay } from "@/metadata";
import { ClassTag } from "@/records/own/ClassTag";
import { CLASSES } from "@/records/own/draft";
import { ownFields } from "@/records/own/strings";
import { Tag } from "@/ui/atoms";
import { Select } from "@/ui/Select";
import { Table } from "@/ui/Table";
import type { EditProps } from "./ActionGrid";
import type { MatrixField, MatrixObject } from "./api";
import { accessChoices } from "./choices";
import { accessOf, classOf, placeOf } from "./draft";
import { Level } from "./Level";
import styles from "./rights.module.css";
import { rights } from "./strings";

interface FieldRightsProps extends EditProps {
  objects: MatrixObject[];
  object: MatrixObject;
  onObject: (key: string) => void;
}

export function FieldRights({ objects, object, onObject, role, draft, problems, onPut }: FieldRightsProps) {
  const t = rights.useText();
  const classes = ownFields.useText();
  const say = useSay();
  const name = say(role.label);
  const choices = accessChoices(t);
  const nameOf = (value: string) => choices.find((choice) => choice.value === value)?.label ?? "";
  const level = (field: MatrixField) => {
    const place = placeOf.field(object.key, field.key);
    const setting = accessOf(role, draft, object.key, field);
    return (
      <>
        <Level
          label={t("cell", {
            object: say(object.label),
            action: say(field.label),
            value: nameOf(setting.value),
          })}
          setting={setting}
          choices={accessChoices(t, field)}
          fixed={role.may_all}
          problem={problems[place]}
          place={place}
          onChange={(next) => onPut(place, next)}
        />
        {problems[place] && (
          <p role="alert" className={styles.problem}>
            {problems[place]}
          </p>
        )}
      </>
    );
  };
  return (
    <>
      <h2>{t("classesTitle")}</h2>
      <p className="secondary">{t("classesText", { name })}</p>
      <ul className={styles.classes}>
        {CLASSES.map((one) => {
          const place = placeOf.fieldClass(one);
          const setting = classOf(role, draft, one);
          return (
            <li key={one}>
              <span className={styles.class}>
                <ClassTag value={one} />
                <Level
                  label={t("cell", {
                    object: t("fieldClass"),
                    action: classes(`class_${one}`),
                    value: nameOf(setting.value),
                  })}
                  setting={setting}
                  choices={choices}
                  fixed={role.may_all}
                  problem={problems[place]}
                  place={place}
                  onChange={(next) => onPut(place, next)}
                />
              </span>
              <span className="muted">{classes(`classText_${one}`)}</span>
              {problems[place] && (
                <p role="alert" className={styles.problem}>
                  {problems[place]}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <div className={styles.line}>
        <h2>{t("byField")}</h2>
        <Select
          label={t("object")}
          value={object.key}
          options={objects.map((one) => ({ value: one.key, label: say(one.label) }))}
          onChange={onObject}
        />
      </div>
      <Table
        label={t("byField")}
        rows={object.fields}
        rowKey={(field) => field.key}
        columns={[
          {
            key: "field",
            title: t("field"),
            width: "34%",
            cell: (field) => (
              <span className={styles.field}>
                <b>{say(field.label)}</b>
                {field.required && <Tag tone="accent">{t("required")}</Tag>}
              </span>
            ),
          },
          {
            key: "class",
            title: t("fieldClass"),
            cell: (field) => <ClassTag value={field.field_class} />,
          },
          { key: "seen", title: t("seenAs", { name }), cell: level },
          {
            key: "note",
            title: <span className="visually-hidden">{t("wholeOnly")}</span>,
            wide: true,
            cell: (field) => !field.maskable && <span className="muted">{t("wholeOnly")}</span>,
          },
        ]}
      />
    </>
  );
}
