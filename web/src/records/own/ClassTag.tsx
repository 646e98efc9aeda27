/** How delicate a field is, as a coloured word. */
import type { FieldClass } from "@/api/types";
import { Tag } from "@/ui/atoms";
import type { Tone } from "@/ui/tone";
import { ownFields } from "./strings";

const COLOURS: Record<FieldClass, Tone> = {
  public: "good",
  internal: "neutral",
  personal: "warn",
  sensitive: "danger",
};

export function ClassTag({ value }: { value: FieldClass }) {
  const t = ownFields.useText();
  return <Tag tone={COLOURS[value]}>{t(`class_${value}`)}</Tag>;
}
