/** What must be entered at the provider, to be copied. */
import { Copy } from "lucide-react";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/toast";
import type { Provider } from "./api";
import styles from "./sso.module.css";
import { sso } from "./strings";

interface AddressesProps {
  provider: Provider | null;
  /** Whether the provider posts its answers; then there is an address for them, and a name of ours. */
  posts: boolean;
}

export function Addresses({ provider, posts }: AddressesProps) {
  const t = sso.useText();
  return (
    <>
      <Address label={t(posts ? "place" : "back")} address={provider?.back} />
      {posts && <Address label={t("called")} address={provider?.called} />}
    </>
  );
}

function Address({ label, address }: { label: string; address: string | undefined }) {
  const t = sso.useText();
  return (
    <div className={styles.stack}>
      <span className="muted">{label}</span>
      {address ? (
        <div className={styles.address}>
          <code>{address}</code>
          <Button
            size="small"
            icon={Copy}
            aria-label={`${t("copy")}: ${label}`}
            onClick={() => {
              void navigator.clipboard?.writeText(address).then(() => toast(t("copied"), { tone: "good" }));
            }}
          >
            {t("copy")}
          </Button>
        </div>
      ) : (
        <span className="secondary">{t("backLater")}</span>
      )}
    </div>
  );
}
