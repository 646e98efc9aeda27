/** Addresses: the China region tree and a street, or free parts abroad. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { keys } from "@/api/keys";
import { listRegions } from "@/api/queries";
import type { Address, Region, Value } from "@/api/types";
import { classes } from "@/lib/classes";
import { say } from "@/metadata";
import { Checkbox, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { ui } from "@/ui/strings";
import {
  type DisplayProps,
  type FieldKindUi,
  type FilterProps,
  type FilterTextProps,
  type InputProps,
  isBlank,
} from "./kind";
import { fields } from "./strings";
import { inPlaceKeys, None } from "./text";
import styles from "./values.module.css";

const RegionControl = lazy(() => import("./controls/RegionControl"));

const asAddress = (value: Value): Address =>
  value && typeof value === "object" && !Array.isArray(value)
    ? (value as Address)
    : typeof value === "string"
      ? { street: value }
      : {};

function AddressDisplay({ value, dense }: DisplayProps) {
  const address = asAddress(value);
  const text = address.text ?? [address.city, address.street].filter(Boolean).join(" ");
  if (!text) return <None />;
  return (
    <span className={dense ? "ellipsis" : undefined} title={dense ? text : undefined}>
      {text}
    </span>
  );
}

function AddressInput({ value, onChange, onCommit, onCancel, inPlace, id }: InputProps) {
  const t = fields.useText();
  const say = ui.useText();
  const { text: _text, ...address } = asAddress(value);
  const abroad = Boolean(address.country && address.country !== "CN");
  const set = (part: Partial<Address>) => onChange({ ...address, ...part });
  const box = (name: "street" | "city" | "postcode") => (
    <TextInput
      aria-label={t(name)}
      placeholder={t(name)}
      value={address[name] ?? ""}
      onChange={(event) => set({ [name]: event.target.value })}
      onKeyDown={inPlace ? inPlaceKeys({ onCommit, onCancel }) : undefined}
    />
  );
  return (
    <div
      className={classes(inPlace && styles.column)}
      style={inPlace ? { width: 320 } : { display: "grid", gap: 8 }}
    >
      {abroad ? (
        <div className={styles.pair}>
          <TextInput
            aria-label="ISO"
            maxLength={2}
            style={{ width: 64 }}
            value={address.country ?? ""}
            onChange={(event) => set({ country: event.target.value.toUpperCase() })}
          />
          {box("city")}
        </div>
      ) : (
        <Suspense fallback={<Skeleton height={34} />}>
          <RegionControl
            {...(id ? { id } : {})}
            value={address.region ? [address.region] : []}
            onChange={([region]) => set({ country: "CN", region: region ?? null })}
          />
        </Suspense>
      )}
      {box("street")}
      <div className={styles.pair}>
        {box("postcode")}
        <label className={styles.check} style={{ whiteSpace: "nowrap" }}>
          <Checkbox
            checked={abroad}
            onChange={(event) =>
              set(event.target.checked ? { country: "US", region: null } : { country: "CN", city: null })
            }
          />
          {t("abroad")}
        </label>
      </div>
      {inPlace && onCommit && (
        <div className={styles.actions}>
          <Button size="small" variant="ghost" onClick={onCancel}>
            {say("cancel")}
          </Button>
          <Button size="small" variant="primary" onClick={() => onCommit()}>
            {say("save")}
          </Button>
        </div>
      )}
    </div>
  );
}

function AddressFilter({ op, value, onChange }: FilterProps) {
  const t = fields.useText();
  if (op === "contains")
    return (
      <TextInput
        data-autofocus=""
        aria-label={t("value")}
        value={String(value ?? "")}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <Suspense fallback={<Skeleton height={34} />}>
      <RegionControl multiple value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} />
    </Suspense>
  );
}

function nameOf(code: string, regions: Region[]): string | null {
  for (const region of regions) {
    const found = region.code === code ? say(region.name) : region.children && nameOf(code, region.children);
    if (found) return found;
  }
  return null;
}

function AddressFilterText({ value }: FilterTextProps) {
  const { data } = useQuery({
    queryKey: keys.regions,
    queryFn: listRegions,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return Array.isArray(value)
    ? data
      ? value.map((code) => nameOf(String(code), data) ?? code).join(", ")
      : "…"
    : String(value ?? "");
}

/** Without the derived text, and null when every part is blank. */
function toBody(value: Value): unknown {
  const { text: _text, ...parts } = asAddress(value);
  const given = Object.entries(parts).filter(([key, part]) => key !== "country" && !isBlank(part));
  return given.length ? { country: parts.country ?? "CN", ...Object.fromEntries(given) } : null;
}

export const address: FieldKindUi = {
  Display: AddressDisplay,
  Input: AddressInput,
  Filter: AddressFilter,
  FilterText: AddressFilterText,
  align: "start",
  editor: "panel",
  width: 158,
  firstOperator: "in_region",
  toBody,
};
