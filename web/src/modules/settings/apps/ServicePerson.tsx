/** As whom an app acts when nobody is asked. */
import { useQuery } from "@tanstack/react-query";
import { listPeople, settingsKeys } from "@/modules/settings/api";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { apps } from "./strings";

interface ServicePersonProps {
  /** The id of a person, or nothing. */
  value: string;
  onChange: (id: string) => void;
  error?: string | undefined;
}

export function ServicePerson({ value, onChange, error }: ServicePersonProps) {
  const t = apps.useText();
  const { data } = useQuery({ queryKey: settingsKeys.people, queryFn: listPeople });
  const people = (data ?? [])
    .filter((person) => person.active || person.id === value)
    .map((person) => ({ value: person.id, label: person.name }));
  return (
    <Field label={t("service")} help={t("serviceHelp")} {...(error ? { error } : {})}>
      {({ id }) => (
        <Select
          id={id}
          label={t("service")}
          value={value}
          options={[{ value: "", label: t("nobody") }, ...people]}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
