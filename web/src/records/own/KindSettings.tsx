/** What a field of one kind is set to: how many places, which options, how numbers look. */
import type { ObjectMeta } from "@/api/types";
import { useMeta, useSay } from "@/metadata";
import { Field, TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";
import type { NewKind } from "./api";
import { type Draft, hasOptions, hasPlaces } from "./draft";
import { FormulaEditor } from "./FormulaEditor";
import { OptionsEditor } from "./OptionsEditor";
import { ownFields } from "./strings";

export interface KindSettingsProps {
  object: ObjectMeta;
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  /** The field is being made: what cannot be changed later is asked for. */
  making: boolean;
  errors: Record<string, string>;
}

/** Problems that stand beside the settings of a kind. */
export const placedBy = (kind: NewKind): string[] =>
  ({ auto_number: ["settings"], formula: ["settings.expression"] })[kind as string] ?? [];

/** Short choices, which stand beside the kind. */
export function KindChoices({ draft, set, making }: KindSettingsProps) {
  const t = ownFields.useText();
  const say = useSay();
  const meta = useMeta();
  return (
    <>
      {draft.kind === "lookup" && making && (
        <Field label={t("refersTo")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("refersTo")}
              value={draft.object}
              options={meta.objects.map((one) => ({ value: one.key, label: say(one.plural) }))}
              onChange={(next) => set({ object: next })}
            />
          )}
        </Field>
      )}
      {draft.kind === "rating" && (
        <Field label={t("stars")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("stars")}
              value={String(draft.stars)}
              options={["3", "4", "5", "7", "10"].map((stars) => ({ value: stars, label: stars }))}
              onChange={(stars) => set({ stars: Number(stars) })}
            />
          )}
        </Field>
      )}
      {draft.kind === "auto_number" && (
        <Field label={t("start")}>
          {(ids) => (
            <TextInput
              {...ids}
              inputMode="numeric"
              value={String(draft.start)}
              onChange={(event) => set({ start: Number(event.target.value.replace(/\D/g, "")) })}
            />
          )}
        </Field>
      )}
      {hasPlaces(draft.kind) && (
        <Field label={t("places")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("places")}
              value={String(draft.places)}
              options={["0", "1", "2", "3", "4"].map((places) => ({ value: places, label: places }))}
              onChange={(places) => set({ places: Number(places) })}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** What takes the width of the form. */
export function KindDetails({ object, draft, set, making, errors }: KindSettingsProps) {
  const t = ownFields.useText();
  const error = errors.settings ? { error: errors.settings } : {};
  return (
    <>
      {draft.kind === "auto_number" && (
        <Field label={t("pattern")} help={t("patternHelp")} {...error}>
          {(ids) => (
            <TextInput
              {...ids}
              value={draft.pattern}
              onChange={(event) => set({ pattern: event.target.value })}
            />
          )}
        </Field>
      )}
      {draft.kind === "formula" && (
        <FormulaEditor
          object={object}
          fieldKey={making ? undefined : draft.key}
          value={draft.expression}
          places={draft.places}
          onChange={(expression) => set({ expression })}
        />
      )}
      {hasOptions(draft.kind) && (
        <OptionsEditor options={draft.options} onChange={(options) => set({ options })} />
      )}
    </>
  );
}
