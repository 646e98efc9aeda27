/** The mail as one person would get it, or with every fall-back, beside what is being written. */
import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import type { FieldMeta, RecordRef } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { Segmented, Skeleton } from "@/ui/atoms";
import { Letter } from "@/ui/Letter";
import type { Rendered } from "../api";
import { marketing } from "../strings";
import styles from "./template.module.css";

/** Choosing any contact the reader may see. */
const PERSON: FieldMeta = {
  key: "contact",
  kind: "lookup",
  label: { en: "As seen by", zh: "以此人身份预览" },
  required: false,
  readonly: false,
  custom: false,
  sortable: false,
  filterable: false,
  settings: { object: "contact" },
  operators: [],
};

interface PreviewPaneProps {
  mail: Rendered | undefined;
  broken: boolean;
  person: RecordRef | null;
  onPerson: (person: RecordRef | null) => void;
}

export function PreviewPane({ mail, broken, person, onPerson }: PreviewPaneProps) {
  const t = marketing.useText();
  const [width, setWidth] = useState<"desktop" | "mobile">("desktop");
  const { Input } = kindOf(PERSON);
  return (
    <section className={styles.preview} aria-label={t("preview")}>
      <div className={styles.previewHead}>
        <span className="muted">{t("previewAs")}</span>
        <div className={styles.person}>
          <Input field={PERSON} value={person} onChange={(value) => onPerson((value as RecordRef) ?? null)} />
        </div>
        <Segmented
          label={t("width")}
          value={width}
          options={[
            { value: "desktop", label: t("desktop"), icon: Monitor },
            { value: "mobile", label: t("mobile"), icon: Smartphone },
          ]}
          onChange={setWidth}
        />
      </div>
      <div className={classes(styles.paper, width === "mobile" && styles.phone, broken && styles.stale)}>
        <div className={styles.subjectLine}>
          <b>{mail?.subject || "—"}</b>
        </div>
        <div className={styles.letter}>
          {mail ? <Letter title={t("preview")} html={mail.html} /> : <Skeleton height={300} />}
        </div>
      </div>
      {broken && <p className={styles.fix}>{t("fixFirst")}</p>}
    </section>
  );
}
