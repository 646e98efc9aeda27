/** Says whose eyes one looks with, and ends it. */
import { Eye } from "lucide-react";
import { endViewing, viewing } from "@/api/viewing";
import { Button } from "@/ui/Button";
import styles from "./Shell.module.css";
import { app } from "./strings";

export function ViewingBar() {
  const t = app.useText();
  const now = viewing();
  if (!now) return null;
  return (
    <div className={styles.viewing} role="status">
      <Eye size={15} aria-hidden />
      <span className="grow">{t("viewingAs", { name: now.name })}</span>
      <Button size="small" onClick={endViewing}>
        {t("endViewing")}
      </Button>
    </div>
  );
}
