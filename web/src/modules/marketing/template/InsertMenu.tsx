/** Choosing a merge field and what to show when it is empty. */
import { useQuery } from "@tanstack/react-query";
import { Braces } from "lucide-react";
import { useState } from "react";
import { useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { Popover } from "@/ui/overlay";
import { Picker } from "@/ui/Picker";
import { marketingKeys, mergeFields } from "../api";
import { marketing } from "../strings";
import { mergeTag } from "./merge";
import styles from "./template.module.css";

interface InsertMenuProps {
  /** The name of the text it goes into. */
  place: string;
  onInsert: (tag: string) => void;
}

export function InsertMenu({ place, onInsert }: InsertMenuProps) {
  const t = marketing.useText();
  const say = useSay();
  const fields = useQuery({ queryKey: marketingKeys.fields, queryFn: mergeFields, staleTime: 300_000 });
  const [fallback, setFallback] = useState("");
  return (
    <Popover
      label={t("insertInto", { place })}
      align="end"
      trigger={({ ref, ...props }) => (
        <Button size="small" icon={Braces} ref={ref} {...props}>
          {t("insertField")}
        </Button>
      )}
    >
      {(close) => (
        <Picker
          label={t("insertInto", { place })}
          loading={fields.isPending}
          options={(fields.data ?? []).map((field) => ({
            value: field.key,
            label: say(field.label),
            hint: field.key,
            keywords: `${field.key} ${field.label.en} ${field.label.zh}`,
          }))}
          onPick={(key) => {
            close();
            onInsert(mergeTag(key, key.endsWith("_url") ? "" : fallback));
          }}
          footer={
            <label className={styles.fallback}>
              <span className="muted">{t("fallback")}</span>
              <TextInput
                placeholder={t("fallbackHint")}
                maxLength={120}
                value={fallback}
                onChange={(event) => setFallback(event.target.value)}
              />
            </label>
          }
        />
      )}
    </Popover>
  );
}
