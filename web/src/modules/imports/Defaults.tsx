/** What every row gets: fields with one value for all, and claims one vouches for, such as that everybody agreed. */
import type { FieldMeta, Value } from "@/api/types";
import { kindOf, toBody } from "@/fields/registry";
import { useSay } from "@/metadata";
import { Checkbox } from "@/ui/atoms";
import { Field } from "@/ui/Field";
import type { Claim } from "./api";
import styles from "./imports.module.css";

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** The values as the server takes them; what is left empty is left out. */
export function defaultsOf(
  fields: readonly FieldMeta[],
  values: Record<string, Value>,
): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const field of fields) {
    const body = toBody(field, values[field.key]);
    if (!isEmpty(body)) given[field.key] = body;
  }
  return given;
}

interface DefaultFieldProps {
  field: FieldMeta;
  value: Value | undefined;
  error?: string | undefined;
  onChange: (value: Value) => void;
}

export function DefaultField({ field, value, error, onChange }: DefaultFieldProps) {
  const say = useSay();
  const { Input } = kindOf(field);
  return (
    <Field label={say(field.label)} {...(error ? { error } : {})}>
      {(ids) => <Input {...ids} field={field} value={value} onChange={onChange} />}
    </Field>
  );
}

interface ClaimFieldsProps {
  claim: Claim;
  values: Record<string, Value>;
  errors: Record<string, string>;
  onChange: (values: Record<string, Value>) => void;
}

/** Ticking says the sentence: its first option is chosen at once, and nothing of it is kept when it is taken back. */
export function ClaimFields({ claim, values, errors, onChange }: ClaimFieldsProps) {
  const say = useSay();
  const [first] = claim.fields;
  if (!first) return null;
  const said = values[first.key] !== undefined && values[first.key] !== null;
  const none = Object.fromEntries(claim.fields.map((field) => [field.key, null]));
  const option = first.settings.options?.[0]?.key;
  const toggle = () =>
    onChange({ ...values, ...none, ...(said || !option ? {} : { [first.key]: [option] }) });
  const change = (field: FieldMeta, value: Value) =>
    onChange({ ...values, ...(field === first && isEmpty(value) ? none : { [field.key]: value }) });
  return (
    <>
      <label className={styles.check}>
        <Checkbox checked={said} onChange={toggle} />
        {say(claim.sentence)}
      </label>
      {said && (
        <>
          <p className="muted">{say(claim.hint)}</p>
          {claim.fields.map((field) => (
            <DefaultField
              key={field.key}
              field={field}
              value={values[field.key]}
              error={errors[field.key]}
              onChange={(value) => change(field, value)}
            />
          ))}
        </>
      )}
    </>
  );
}
