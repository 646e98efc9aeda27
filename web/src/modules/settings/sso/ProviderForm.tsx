/** The fields of one provider: where it is, what Zhike is called there, and whose accounts those are. */
import { Copy } from "lucide-react";
import { Button } from "@/ui/Button";
import { Field, TextArea, TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/toast";
import type { KindName, Provider } from "./api";
import type { Draft } from "./draft";
import { KINDS } from "./kinds";
import { Lines } from "./Lines";
import styles from "./sso.module.css";
import { sso } from "./strings";
import { Whose } from "./Whose";

interface ProviderFormProps {
  provider: Provider | null;
  draft: Draft;
  errors: Record<string, string>;
  onChange: (change: Partial<Draft>) => void;
}

export function ProviderForm({ provider, draft, errors, onChange }: ProviderFormProps) {
  const t = sso.useText();
  const kind = KINDS[draft.kind];
  const wrong = (key: string) => (errors[key] ? { error: errors[key] } : {});
  return (
    <>
      {!provider && (
        <Field label={t("kind")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("kind")}
              value={draft.kind}
              options={Object.entries(KINDS).map(([value, one]) => ({
                value: value as KindName,
                label: t(one.label),
              }))}
              onChange={(next) => onChange({ kind: next, settings: {} })}
            />
          )}
        </Field>
      )}
      <Field
        label={t(kind.away ? "name" : "directoryName")}
        help={t(kind.away ? "nameHelp" : "directoryNameHelp")}
        {...wrong("name")}
      >
        {(ids) => (
          <TextInput
            {...ids}
            data-autofocus
            required
            maxLength={100}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      {kind.fields.map((field) => (
        <Field
          key={field.key}
          label={t(field.label)}
          {...(field.help ? { help: t(field.help) } : {})}
          {...wrong(`settings.${field.key}`)}
        >
          {(ids) => {
            const common = {
              ...ids,
              required: !field.optional,
              spellCheck: false,
              placeholder: field.example,
              value: draft.settings[field.key] ?? "",
            };
            const write = (value: string) =>
              onChange({ settings: { ...draft.settings, [field.key]: value } });
            return field.long ? (
              <TextArea {...common} rows={4} onChange={(event) => write(event.target.value)} />
            ) : (
              <TextInput {...common} onChange={(event) => write(event.target.value)} />
            );
          }}
        </Field>
      ))}
      {kind.secret && (
        <Field
          label={t(kind.secret)}
          {...(provider?.has_secret ? { help: t("secretKept") } : {})}
          {...wrong("secret")}
        >
          {(ids) => (
            <TextInput
              {...ids}
              type="password"
              autoComplete="new-password"
              value={draft.secret}
              onChange={(event) => onChange({ secret: event.target.value })}
            />
          )}
        </Field>
      )}
      {kind.away && <Back address={provider?.back} />}
      {kind.inside && (
        <Lines
          label={t("inside")}
          help={t("insideHelp")}
          error={errors.private_hosts}
          value={draft.inside}
          onChange={(inside) => onChange({ inside })}
        />
      )}
      <Whose draft={draft} errors={errors} onChange={onChange} />
    </>
  );
}

/** What must be entered at the provider, to be copied. */
function Back({ address }: { address: string | undefined }) {
  const t = sso.useText();
  return (
    <div className={styles.stack}>
      <span className="muted">{t("back")}</span>
      {address ? (
        <div className={styles.address}>
          <code>{address}</code>
          <Button
            size="small"
            icon={Copy}
            onClick={() => {
              void navigator.clipboard.writeText(address);
              toast(t("copied"), { tone: "good" });
            }}
          >
            {t("copy")}
          </Button>
        </div>
      ) : (
        <span className="secondary">{t("backLater")}</span>
      )}
    </div>
  );
}
