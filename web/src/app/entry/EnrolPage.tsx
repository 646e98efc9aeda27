/** Setting up the second factor a role needs, before anything else opens. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { readFactors, securityKeys } from "@/modules/settings/security/api";
import { FactorsCard } from "@/modules/settings/security/FactorsCard";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import frame from "../SignIn.module.css";
import { signOut } from "../session";
import { EntryFrame } from "./EntryFrame";
import { entry } from "./strings";
import { useEnter } from "./useEnter";

export default function EnrolPage() {
  const t = entry.useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const enter = useEnter();
  const factors = useQuery({ queryKey: securityKeys.factors, queryFn: readFactors, retry: false });
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate({ to: "/sign-in" });
  };
  const ready = factors.data && (factors.data.totp || factors.data.passkeys.length > 0);
  return (
    <EntryFrame title={t("enrol")} error={factors.error?.message ?? null} wide>
      {factors.data ? (
        <FactorsCard factors={factors.data} onFirst={() => void enter()} />
      ) : (
        <Skeleton height={260} />
      )}
      {ready && (
        <Button variant="primary" size="large" block onClick={() => void enter()}>
          {t("toWork")}
        </Button>
      )}
      <p className={frame.hint}>
        <Button variant="ghost" size="small" onClick={() => void leave()}>
          {t("signOut")}
        </Button>
      </p>
    </EntryFrame>
  );
}
