/** Objects by actions: how far a role's right to each reaches. A table one moves about in; cards on a phone. */
import { type KeyboardEvent, useState } from "react";
import { usePhone } from "@/lib/media";
import { useSay } from "@/metadata";
import { Card } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import type { MatrixObject, RoleRights } from "./api";
import { scopeChoices } from "./choices";
import { type Draft, placeOf, scopeOf } from "./draft";
import { Level } from "./Level";
import styles from "./rights.module.css";
import { rights } from "./strings";

export interface EditProps {
  role: RoleRights;
  draft: Draft;
  problems: Record<string, string>;
  onPut: (place: string, value: string | boolean | null) => void;
}

interface ActionGridProps extends EditProps {
  objects: MatrixObject[];
}

type Action = MatrixObject["actions"][number];

export function ActionGrid({ objects, ...edit }: ActionGridProps) {
  const t = rights.useText();
  const say = useSay();
  const phone = usePhone();
  const common = (objects[0]?.actions ?? []).filter((action) =>
    objects.every((object) => object.actions.some((one) => one.key === action.key)),
  );
  const others = (object: MatrixObject) =>
    object.actions.filter((action) => !common.some((one) => one.key === action.key));
  const first = objects[0] && common[0] ? placeOf.action(objects[0].key, common[0].key) : "";
  const [active, setActive] = useState(first);
  if (phone)
    return objects.map((object) => (
      <Card key={object.key} className={styles.card}>
        <ObjectName object={object} />
        <dl className={styles.cardActions}>
          {object.actions.map((action) => (
            <div key={action.key} className={styles.cardAction}>
              <dt>{say(action.label)}</dt>
              <dd>
                <ActionLevel object={object} action={action} {...edit} />
              </dd>
            </div>
          ))}
        </dl>
        <Problems object={object} problems={edit.problems} />
      </Card>
    ));
  return (
    <section className={styles.frame} aria-label={t("grid", { name: say(edit.role.label) })}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: one moves about in it by arrow keys
        role="grid"
        aria-label={t("grid", { name: say(edit.role.label) })}
        aria-describedby="rights-keys"
        className={styles.grid}
        onKeyDown={(event) => move(event)}
        onFocus={(event) => {
          const place = (event.target as HTMLElement).dataset.place;
          if (place) setActive(place);
        }}
      >
        <thead>
          <tr>
            <th scope="col">{t("object")}</th>
            {common.map((action) => (
              <th key={action.key} scope="col">
                {say(action.label)}
              </th>
            ))}
            <th scope="col">{t("ownActions")}</th>
          </tr>
        </thead>
        <tbody>
          {objects.map((object) => (
            <ObjectRows
              key={object.key}
              object={object}
              common={common}
              others={others(object)}
              active={active}
              {...edit}
            />
          ))}
        </tbody>
      </table>
      <p id="rights-keys" className={styles.keys}>
        {t("gridKeys")}
      </p>
    </section>
  );
}

interface ObjectRowsProps extends EditProps {
  object: MatrixObject;
  common: Action[];
  others: Action[];
  active: string;
}

function ObjectRows({ object, common, others, active, ...edit }: ObjectRowsProps) {
  const say = useSay();
  const level = (action: Action) => (
    <ActionLevel
      object={object}
      action={action}
      tabIndex={placeOf.action(object.key, action.key) === active ? 0 : -1}
      {...edit}
    />
  );
  return (
    <>
      <tr>
        <th scope="row">
          <ObjectName object={object} />
        </th>
        {common.map((action) => (
          <td key={action.key}>{level(action)}</td>
        ))}
        <td>
          <span className={styles.others}>
            {others.map((action) => (
              <span key={action.key}>
                <span className="muted" aria-hidden>
                  {say(action.label)}
                </span>
                {level(action)}
              </span>
            ))}
          </span>
        </td>
      </tr>
      {Object.keys(edit.problems).some((place) => place.startsWith(`objects.${object.key}.`)) && (
        <tr>
          <td colSpan={common.length + 2}>
            <Problems object={object} problems={edit.problems} />
          </td>
        </tr>
      )}
    </>
  );
}

function ObjectName({ object }: { object: MatrixObject }) {
  const say = useSay();
  const Icon = iconOf(object.icon);
  return (
    <span className={styles.object}>
      <Icon size={15} strokeWidth={1.7} aria-hidden />
      {say(object.label)}
    </span>
  );
}

interface ActionLevelProps extends EditProps {
  object: MatrixObject;
  action: Action;
  tabIndex?: number;
}

function ActionLevel({ object, action, role, draft, problems, onPut, tabIndex }: ActionLevelProps) {
  const t = rights.useText();
  const say = useSay();
  const place = placeOf.action(object.key, action.key);
  const found = scopeOf(role, draft, object.key, action.key);
  const plain = (scope: typeof found.value) => (action.by_rows || scope === "none" ? scope : "all");
  const setting = { ...found, value: plain(found.value), standard: plain(found.standard) };
  const choices = scopeChoices(t, action.by_rows);
  const value = choices.find((choice) => choice.value === setting.value)?.label ?? "";
  return (
    <Level
      label={t("cell", { object: say(object.label), action: say(action.label), value })}
      setting={setting}
      choices={choices}
      fixed={role.may_all}
      problem={problems[place]}
      place={place}
      tabIndex={tabIndex}
      onChange={(next) => onPut(place, next)}
    />
  );
}

function Problems({ object, problems }: { object: MatrixObject; problems: Record<string, string> }) {
  return Object.entries(problems)
    .filter(([place]) => place.startsWith(`objects.${object.key}.`))
    .map(([place, message]) => (
      <p key={place} role="alert" className={styles.problem}>
        {message}
      </p>
    ));
}

/** Arrow keys: along the row, and to the nearest chip of the row above or below. */
function move(event: KeyboardEvent<HTMLTableElement>): void {
  const here = event.target as HTMLElement;
  if (!here.dataset.place) return;
  const row = here.closest("tr");
  const inRow = (one: Element | null | undefined) => [
    ...(one?.querySelectorAll<HTMLElement>("[data-place]") ?? []),
  ];
  const cells = inRow(row);
  const at = cells.indexOf(here);
  const step = (down: "nextElementSibling" | "previousElementSibling") => {
    let next = row?.[down];
    while (next && inRow(next).length === 0) next = next[down];
    const there = inRow(next);
    return there[Math.min(at, there.length - 1)];
  };
  const target =
    event.key === "ArrowRight"
      ? cells[at + 1]
      : event.key === "ArrowLeft"
        ? cells[at - 1]
        : event.key === "ArrowDown"
          ? step("nextElementSibling")
          : event.key === "ArrowUp"
            ? step("previousElementSibling")
            : event.key === "Home"
              ? cells[0]
              : event.key === "End"
                ? cells.at(-1)
                : undefined;
  if (!target) return;
  event.preventDefault();
  target.focus();
}
