/** The fields of one provider: where it is, what Zhike is called there, and whose accounts those are. */
import { Field, TextArea, TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { Addresses } from "./Addresses";
import type { KindName, Provider } from "./api";
import { Description } from "./Description";
import type { Draft } from "./draft";
import { KINDS } from "./kinds";
import { Lines } from "./Lines";
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
      {kind.described && (
        <Description onRead={(found) => onChange({ settings: { ...draft.settings, ...found } })} />
      )}
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
      {kind.away && <Addresses provider={provider} posts={kind.described ?? false} />}
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
