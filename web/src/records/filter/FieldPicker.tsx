/** Choosing what to filter by: fields, fields behind a lookup, and related records. */
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { fieldOf, objectOf, pathOf, useMeta, useSay } from "@/metadata";
import { Picker, type PickerOption } from "@/ui/Picker";
import { filters } from "./strings";

interface FieldPickerProps {
  object: ObjectMeta;
  onField: (path: string, field: FieldMeta) => void;
  onRelation?: (key: string) => void;
}

export function FieldPicker({ object, onField, onRelation }: FieldPickerProps) {
  const t = filters.useText();
  const say = useSay();
  const meta = useMeta();
  const usable = (one: ObjectMeta) =>
    one.fields.filter((field) => field.filterable && field.operators.length > 0);
  const words = (field: FieldMeta) => `${field.label.en} ${field.label.zh} ${field.key}`;
  const own: PickerOption[] = usable(object).map((field) => ({
    value: pathOf(field),
    label: say(field.label),
    group: t("fields"),
    keywords: words(field),
  }));
  const relations: PickerOption[] = onRelation
    ? object.relations.map((relation) => ({
        value: `relation:${relation.key}`,
        label: say(relation.label),
        group: t("related"),
        keywords: `${relation.label.en} ${relation.label.zh}`,
      }))
    : [];
  const behind: PickerOption[] = object.fields
    .filter((field) => field.kind === "lookup" && field.settings.object)
    .flatMap((lookup) => {
      const target = objectOf(meta, lookup.settings.object as string);
      return (target ? usable(target) : [])
        .filter((field) => field.kind !== "lookup")
        .map((field) => ({
          value: `${pathOf(lookup)}.${pathOf(field)}`,
          label: say(field.label),
          group: say(lookup.label),
          keywords: `${words(field)} ${say(lookup.label)}`,
        }));
    });
  const pick = (value: string) => {
    if (value.startsWith("relation:")) onRelation?.(value.slice(9));
    else {
      const field = fieldOf(meta, object, value);
      if (field) onField(value, field);
    }
  };
  return <Picker label={t("field")} options={[...own, ...relations, ...behind]} onPick={pick} />;
}
