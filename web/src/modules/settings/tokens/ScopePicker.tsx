/** Choosing what a token or an app may do: everything, reading, or single actions with single objects. */
import { useMeta, useSay } from "@/metadata";
import { Checkbox } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import { type Choice, type Reach, SCOPE_ACTIONS, type ScopeAction, toggled } from "./scopes";
import { tokens } from "./strings";
import styles from "./tokens.module.css";

interface ScopePickerProps {
  /** An app acts for whoever lets it in, a token for its maker. */
  of?: "token" | "app";
  value: Choice;
  onChange: (value: Choice) => void;
  error?: string | undefined;
}

const REACHES: readonly Reach[] = ["chosen", "read", "full"];

export function ScopePicker({ of = "token", value, onChange, error }: ScopePickerProps) {
  const t = tokens.useText();
  const admin = useMeta().user.roles.includes("administrator");
  return (
    <fieldset className={styles.picker} aria-describedby={error ? "scope-error" : undefined}>
      <legend>{t("scopes")}</legend>
      <div role="radiogroup" aria-label={t("scopes")} className={styles.reaches}>
        {REACHES.map((reach) => (
          <label key={reach} className={styles.reach}>
            <input
              type="radio"
              name="reach"
              checked={value.reach === reach}
              onChange={() => onChange({ ...value, reach })}
            />
            <span>
              <b>{t(of === "app" ? `app.${reach}` : `reach.${reach}`)}</b>
              <small className="secondary">
                {t(of === "app" && reach === "full" ? "app.full.text" : `reach.${reach}.text`)}
              </small>
            </span>
          </label>
        ))}
      </div>
      {value.reach === "chosen" && <ObjectGrid value={value} onChange={onChange} />}
      {admin && value.reach !== "full" && (
        <label className={styles.reach}>
          <Checkbox checked={value.admin} onChange={() => onChange({ ...value, admin: !value.admin })} />
          <span>
            <b>{t("scope.admin")}</b>
            <small className="secondary">{t("scope.admin.text")}</small>
          </span>
        </label>
      )}
      {error && (
        <p id="scope-error" role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Objects by actions; only what the person may do can be given on. */
function ObjectGrid({ value, onChange }: ScopePickerProps) {
  const t = tokens.useText();
  const say = useSay();
  const { objects } = useMeta();
  const has = (object: string, action: ScopeAction) => value.picked[object]?.includes(action) ?? false;
  return (
    <ul className={styles.objects} aria-label={t("objects")}>
      {objects.map((object) => {
        const Icon = iconOf(object.icon);
        return (
          <li key={object.key}>
            <span className={styles.object}>
              <Icon size={15} strokeWidth={1.7} aria-hidden />
              {say(object.plural)}
            </span>
            <span className={styles.actions}>
              {SCOPE_ACTIONS.filter((action) => object.actions.includes(action)).map((action) => (
                <label key={action} className={styles.action}>
                  <Checkbox
                    checked={has(object.key, action)}
                    aria-label={`${say(object.plural)}: ${t(`action.${action}`)}`}
                    onChange={() => onChange(toggled(value, object.key, action))}
                  />
                  {t(`action.${action}`)}
                </label>
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
