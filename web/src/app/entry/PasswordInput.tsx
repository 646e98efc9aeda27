/** A password, hidden until its eye is pressed. */
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/Button";
import { Field, TextInput } from "@/ui/Field";
import styles from "../SignIn.module.css";
import { app } from "../strings";

interface PasswordInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  fresh?: boolean;
  help?: string;
  error?: string | undefined;
  first?: boolean;
}

export function PasswordInput({ label, value, onChange, fresh, help, error, first }: PasswordInputProps) {
  const t = app.useText();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} {...(help ? { help } : {})} {...(error ? { error } : {})}>
      {(ids) => (
        <span className={styles.password}>
          <TextInput
            {...ids}
            className={styles.input}
            type={shown ? "text" : "password"}
            name={fresh ? "new-password" : "password"}
            autoComplete={fresh ? "new-password" : "current-password"}
            required
            autoFocus={first}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <Button
            variant="ghost"
            size="small"
            icon={shown ? EyeOff : Eye}
            label={shown ? t("hidePassword") : t("showPassword")}
            onClick={() => setShown(!shown)}
          />
        </span>
      )}
    </Field>
  );
}
