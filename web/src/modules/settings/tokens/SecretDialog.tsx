/** A secret that is shown this once, to be copied now. */
import { Copy } from "lucide-react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { tokens } from "./strings";
import styles from "./tokens.module.css";

interface SecretDialogProps {
  title: string;
  text: string;
  secrets: readonly { label: string; value: string }[];
  onClose: () => void;
}

export function SecretDialog({ title, text, secrets, onClose }: SecretDialogProps) {
  const t = tokens.useText();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <div className={styles.stack}>
        <Notice tone="warn">{text}</Notice>
        {secrets.map(({ label, value }, at) => (
          <div key={label} className={styles.secret}>
            <span className="secondary">{label}</span>
            <code>{value}</code>
            <Button
              size="small"
              icon={Copy}
              aria-label={`${t("copy")}: ${label}`}
              {...(at === secrets.length - 1 ? { "data-autofocus": true } : {})}
              onClick={() => void navigator.clipboard?.writeText(value).then(() => toast(t("copied")))}
            >
              {t("copy")}
            </Button>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
