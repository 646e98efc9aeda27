/** What was found out about the file, changeable: reading it anew proposes the columns anew. */
import { Card, Checkbox } from "@/ui/atoms";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import type { Import, ImportChange } from "./api";
import styles from "./imports.module.css";
import { imports } from "./strings";
import { DELIMITERS, ENCODINGS } from "./wizard";

interface ReadingCardProps {
  source: Import;
  onChange: (change: ImportChange) => void;
}

export function ReadingCard({ source, onChange }: ReadingCardProps) {
  const t = imports.useText();
  const names: Record<string, string> = {
    ",": t("comma"),
    ";": t("semicolon"),
    "\t": t("tab"),
    "|": t("pipe"),
    "^": t("caret"),
    ":": t("colon"),
  };
  const known = source.encoding.toLowerCase();
  const encodings = (ENCODINGS as readonly string[]).includes(known) ? ENCODINGS : [known, ...ENCODINGS];
  const table = source.sheets.length > 0;
  return (
    <Card className={styles.card}>
      <h2 className="card-title">{t("reading")}</h2>
      {table ? (
        source.sheets.length > 1 && (
          <Field label={t("sheet")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("sheet")}
                value={source.sheet}
                options={source.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
                onChange={(sheet) => onChange({ sheet })}
              />
            )}
          </Field>
        )
      ) : (
        <div className={styles.pair}>
          <Field label={t("encoding")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("encoding")}
                value={known}
                options={encodings.map((encoding) => ({ value: encoding, label: encoding.toUpperCase() }))}
                onChange={(encoding) => onChange({ encoding })}
              />
            )}
          </Field>
          <Field label={t("delimiter")}>
            {({ id }) => (
              <Select
                id={id}
                label={t("delimiter")}
                value={source.delimiter}
                options={DELIMITERS.map((sign) => ({ value: sign, label: names[sign] ?? sign }))}
                onChange={(delimiter) => onChange({ delimiter })}
              />
            )}
          </Field>
        </div>
      )}
      <label className={styles.check}>
        <Checkbox checked={source.header} onChange={(event) => onChange({ header: event.target.checked })} />
        {t("header")}
      </label>
    </Card>
  );
}
