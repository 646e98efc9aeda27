/** The provider's own description of itself, pasted or chosen as a file, fills in the form. */
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { firstMessageOf } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Field, TextArea } from "@/ui/Field";
import { toast } from "@/ui/toast";
import { readDescription } from "./api";
import styles from "./sso.module.css";
import { sso } from "./strings";

export function Description({ onRead }: { onRead: (settings: Record<string, string>) => void }) {
  const t = sso.useText();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const read = async (document: string) => {
    setBusy(true);
    setError(undefined);
    try {
      onRead(await readDescription(document));
      setText("");
      toast(t("metadataDone"), { tone: "good" });
    } catch (problem) {
      setError(firstMessageOf(problem));
    }
    setBusy(false);
  };
  return (
    <div className={styles.description}>
      <Field label={t("metadata")} help={t("metadataHelp")} {...(error ? { error } : {})}>
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            spellCheck={false}
            placeholder="<md:EntityDescriptor …>"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className={styles.buttons}>
        <Button size="small" icon={FileUp} onClick={() => file.current?.click()}>
          {t("metadataFile")}
        </Button>
        <input
          ref={file}
          type="file"
          tabIndex={-1}
          className="visually-hidden"
          accept=".xml,application/xml,text/xml,application/samlmetadata+xml"
          aria-label={t("metadataFile")}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = "";
            if (chosen) void chosen.text().then(read);
          }}
        />
        <Button size="small" busy={busy} disabled={!text.trim()} onClick={() => void read(text)}>
          {t("metadataFill")}
        </Button>
      </div>
    </div>
  );
}
