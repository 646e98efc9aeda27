/** The providers one can sign in with, a button each. */
import { Bird, Building2, type LucideIcon, MessagesSquare, Zap } from "lucide-react";
import { useState } from "react";
import type { components } from "@/api/schema";
import { language } from "@/lib/strings";
import { troubleOf } from "@/modules/settings/security/trouble";
import { beginTrip } from "@/modules/settings/sso/api";
import { Button } from "@/ui/Button";
import { leaveToProvider } from "./api";
import styles from "./entry.module.css";
import { entry } from "./strings";

type Provider = components["schemas"]["ProviderButton"];
const ICONS: Partial<Record<string, LucideIcon>> = { wecom: MessagesSquare, dingtalk: Zap, feishu: Bird };

/** Chinese puts a space beside Latin letters, and none beside its own. In English the spaces are there already. */
function spaced(name: string): string {
  if (language() === "en") return name;
  return name.replace(/^(?=[!-~])/, " ").replace(/(?<=[!-~])$/, " ");
}

interface ProviderButtonsProps {
  providers: readonly Provider[];
  next: string | undefined;
  /** The only way in, so the first button is the one to press. */
  alone: boolean;
  onTrouble: (message: string | null) => void;
}

export function ProviderButtons({ providers, next, alone, onTrouble }: ProviderButtonsProps) {
  const e = entry.useText();
  const [busy, setBusy] = useState<string | null>(null);
  const leave = async (provider: Provider) => {
    setBusy(provider.id);
    onTrouble(null);
    try {
      beginTrip({ purpose: "sign-in", ...(next ? { next } : {}) });
      window.location.assign(await leaveToProvider(provider.id));
    } catch (problem) {
      onTrouble(troubleOf(problem) ?? null);
      setBusy(null);
    }
  };
  return (
    <div className={styles.stack}>
      {providers.map((provider, index) => (
        <Button
          key={provider.id}
          size="large"
          block
          variant={alone && index === 0 ? "primary" : "default"}
          icon={ICONS[provider.kind] ?? Building2}
          busy={busy === provider.id}
          onClick={() => void leave(provider)}
        >
          {e("withProvider", { name: spaced(provider.name) })}
        </Button>
      ))}
    </div>
  );
}
