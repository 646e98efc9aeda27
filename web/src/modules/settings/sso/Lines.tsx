/** A short list, one to a line. */
import { Field, TextArea } from "@/ui/Field";

interface LinesProps {
  label: string;
  help: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

export function Lines({ label, help, error, value, onChange }: LinesProps) {
  return (
    <Field label={label} help={help} {...(error ? { error } : {})}>
      {(ids) => (
        <TextArea
          {...ids}
          rows={2}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
