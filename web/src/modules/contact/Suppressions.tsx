/** What an address gets no more mail of, and the ways to stop mail and to allow it again. */
import { useQueryClient } from "@tanstack/react-query";
import { MailX } from "lucide-react";
import { messageOf } from "@/api/problem";
import { useMay, useSay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { type ConsentChoices, contactKeys, liftSuppression, type Suppression, suppress } from "./api";
import { contact } from "./strings";

/** Carries a change out and shows how things stand afterwards. */
function useStanding(id: string) {
  const client = useQueryClient();
  return async (work: () => Promise<void>, done: string) => {
    try {
      await work();
      await client.invalidateQueries({ queryKey: contactKeys.consents(id) });
      toast(done, { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
  };
}

interface SuppressionsProps {
  id: string;
  email: string;
  suppressed: Suppression[];
  choices: ConsentChoices;
}

export function Suppressions({ id, email, suppressed, choices }: SuppressionsProps) {
  const t = contact.useText();
  const say = useSay();
  const may = useMay();
  const act = useStanding(id);
  const words = (one: Suppression) => {
    const reason = say(choices.reasons.find(({ key }) => key === one.reason)?.label) || one.reason;
    const purpose = say(choices.purposes.find(({ key }) => key === one.purpose)?.label);
    return one.purpose === "all"
      ? t("suppressedAll", { reason })
      : t("suppressedKind", { purpose: purpose.toLowerCase(), reason });
  };
  return suppressed.map((one) => (
    <Notice
      key={one.purpose}
      tone="warn"
      action={
        may("contact", "admin") && (
          <Button
            size="small"
            onClick={() => void act(() => liftSuppression(email, one.purpose), t("lifted"))}
          >
            {t("lift")}
          </Button>
        )
      }
    >
      {words(one)}
    </Notice>
  ));
}

export function StopMail({ id, email, suppressed, choices }: SuppressionsProps) {
  const t = contact.useText();
  const say = useSay();
  const may = useMay();
  const act = useStanding(id);
  const stopped = new Set(suppressed.map((one) => one.purpose));
  if (!may("contact", "edit") || stopped.has("all")) return null;
  const entry = (purpose: string, label: string) => ({
    key: purpose,
    label,
    disabled: stopped.has(purpose),
    onSelect: () => void act(() => suppress(email, purpose), t("stopped")),
  });
  return (
    <Menu
      label={t("stopMail")}
      entries={[
        ...choices.purposes.map((one) => entry(one.key, t("stopKind", { purpose: say(one.label) }))),
        entry("all", t("stopAll")),
      ]}
      trigger={({ ref, ...props }) => (
        <Button ref={ref} size="small" variant="ghost" icon={MailX} {...props}>
          {t("stopMail")}
        </Button>
      )}
    />
  );
}
