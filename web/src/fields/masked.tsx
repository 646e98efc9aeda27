/** A value the reader sees only in part: as text without links, marked; with nothing to show, a lock instead of a dash. */
import { EyeOff, Lock } from "lucide-react";
import type { Value } from "@/api/types";
import { formatPhone } from "@/lib/format";
import { type DisplayProps, type FieldKindUi, isBlank } from "./kind";
import { fields } from "./strings";
import styles from "./values.module.css";

/** The masked text; empty when nothing of the value may be seen. */
function textOf(value: Value, kind: string): string {
  if (isBlank(value)) return "";
  if (typeof value === "object" && value !== null) return "text" in value ? (value.text ?? "") : "";
  return kind === "phone" ? formatPhone(String(value)) : String(value);
}

/** The mark that stands beside what is seen in part. */
export function MaskMark() {
  const t = fields.useText();
  return (
    <span role="img" className={styles.mask} aria-label={t("masked")} title={t("masked")}>
      <EyeOff size={12} aria-hidden />
    </span>
  );
}

function MaskedDisplay({ value, field }: DisplayProps) {
  const t = fields.useText();
  const text = textOf(value, field.kind);
  if (!text)
    return (
      <span role="img" className={styles.mask} aria-label={t("hiddenPart")} title={t("hiddenPart")}>
        <Lock size={13} aria-hidden />
      </span>
    );
  return (
    <span className={styles.line}>
      <span className="ellipsis">{text}</span>
      <MaskMark />
    </span>
  );
}

const made = new Map<FieldKindUi, FieldKindUi>();

/** The same kind as somebody sees it who may know its values only in part. Entering stays as it is, for new records. */
export function masked(kind: FieldKindUi): FieldKindUi {
  const found = made.get(kind) ?? { ...kind, Display: MaskedDisplay, align: "start" as const };
  made.set(kind, found);
  return found;
}
