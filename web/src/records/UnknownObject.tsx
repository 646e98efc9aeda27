/** An address that names an object which is not there, or not for this reader. */
import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/ui/atoms";
import { linkButton } from "@/ui/Button";
import { iconOf } from "@/ui/icons";
import { records } from "./strings";

export function UnknownObject() {
  const t = records.useText();
  return (
    <EmptyState
      icon={iconOf(null)}
      title={t("unknownObject")}
      actions={
        <Link to="/" className={linkButton}>
          {t("toHome")}
        </Link>
      }
    />
  );
}
