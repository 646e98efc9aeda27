/** A field with its label, help and error, for any form. */
import { useEffect, useRef } from "react";
import type { FieldMeta, Value } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { useSay } from "@/metadata";
import { Field } from "@/ui/Field";

interface FieldInputProps {
  field: FieldMeta;
  value: Value;
  error?: string | undefined;
  onChange: (value: Value) => void;
  autoFocus?: boolean;
}

export function FieldInput({ field, value, error, onChange, autoFocus }: FieldInputProps) {
  const say = useSay();
  const box = useRef<HTMLDivElement>(null);
  const { Input } = kindOf(field);
  useEffect(() => {
    if (autoFocus) box.current?.querySelector<HTMLElement>("input,textarea,button")?.focus();
  }, [autoFocus]);
  return (
    <div ref={box}>
      <Field
        label={say(field.label)}
        required={field.required}
        {...(field.help ? { help: say(field.help) } : {})}
        {...(error ? { error } : {})}
      >
        {(ids) => <Input field={field} value={value} onChange={onChange} {...ids} />}
      </Field>
    </div>
  );
}
