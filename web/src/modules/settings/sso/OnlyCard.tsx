/** Whether everybody but administrators must come through a provider. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { firstMessageOf } from "@/api/problem";
import { Card } from "@/ui/atoms";
import { toast } from "@/ui/toast";
import { changeDemands, readDemands, securityKeys } from "../security/api";
import { NotProved, useProof } from "../security/useProof";
import { Choice } from "./Choice";
import { sso } from "./strings";

export function OnlyCard() {
  const t = sso.useText();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: securityKeys.demands, queryFn: readDemands });
  const [guard, proof] = useProof();
  const [wanted, setWanted] = useState<boolean | null>(null);
  if (!data) return null;
  const change = async (provider_only: boolean) => {
    setWanted(provider_only);
    try {
      client.setQueryData(securityKeys.demands, await guard(() => changeDemands({ provider_only })));
      toast(t("saved"), { tone: "good" });
    } catch (problem) {
      const said = firstMessageOf(problem);
      if (!(problem instanceof NotProved)) toast(said, { tone: "danger" });
    }
    setWanted(null);
  };
  return (
    <Card>
      <Choice
        label={t("only")}
        help={t("onlyHelp")}
        checked={wanted ?? data.provider_only}
        onChange={(next) => void change(next)}
      />
      {proof}
    </Card>
  );
}
