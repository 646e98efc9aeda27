/** Recovery codes, shown once: copied, downloaded or printed, and then gone. */
import { Copy, Download } from "lucide-react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import styles from "./security.module.css";
import { security } from "./strings";

export function CodeList({ codes }: { codes: readonly string[] }) {
  const t = security.useText();
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Zhike 知客\n${codes.join("\n")}\n`)}`;
  return (
    <div className={styles.stack}>
      <Notice tone="warn">{t("keepCodesText")}</Notice>
      <ul className={styles.codes} aria-label={t("codes")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <Button
          icon={Copy}
          onClick={() =>
            void navigator.clipboard
              ?.writeText(codes.join("\n"))
              .then(() => toast(t("copied"), { tone: "good" }))
          }
        >
          {t("copyAll")}
        </Button>
        <a className={styles.download} href={file} download="zhike-recovery-codes.txt">
          <Download size={15} aria-hidden />
          {t("download")}
        </a>
      </div>
    </div>
  );
}

export function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = security.useText();
  return (
    <Dialog
      title={t("keepCodes")}
      width={460}
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose} data-autofocus>
          {t("kept")}
        </Button>
      }
    >
      <CodeList codes={codes} />
    </Dialog>
  );
}
