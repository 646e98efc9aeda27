/** What follows a campaign: a segment of those who did something with it, and a copy of the campaign. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Forward } from "lucide-react";
import { keys } from "@/api/keys";
import { messageOf } from "@/api/problem";
import { createRecord } from "@/api/records";
import type { Row } from "@/api/types";
import { useMay } from "@/metadata";
import { Button } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { toast } from "@/ui/toast";
import { duplicateCampaign } from "../api";
import { marketing } from "../strings";

const PEOPLE = ["not_opened", "opened", "clicked", "bought"] as const;
type People = (typeof PEOPLE)[number];

/** Copies a campaign, for another segment if one is given, and opens the copy. */
export function useCopy(row: Row): (segment?: string) => Promise<void> {
  const t = marketing.useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (segment) => {
    try {
      const made = await duplicateCampaign(row.id, segment);
      void client.invalidateQueries({ queryKey: keys.object("campaign") });
      toast(t("copied"), { tone: "good" });
      void navigate({ to: "/o/$object/$id", params: { object: "campaign", id: made.id } });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
  };
}

export function FollowUp({ row, onCopy }: { row: Row; onCopy: (segment?: string) => Promise<void> }) {
  const t = marketing.useText();
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const make = async (people: People) => {
    try {
      const made = await createRecord("segment", {
        name: t("segmentOf", { name: String(row.name), people: t(`people_${people}`) }),
        target: "contact",
        filter: { all: [{ campaign: row.id, people }] },
      });
      void client.invalidateQueries({ queryKey: keys.object("segment") });
      void navigate({ to: "/o/$object/$id", params: { object: "segment", id: made.id } });
      toast(t("segmentMade"), {
        tone: "good",
        ...(may("campaign", "create")
          ? { action: { label: t("copyForIt"), run: () => void onCopy(made.id) } }
          : {}),
      });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
  };
  const entries = PEOPLE.filter((one) => one !== "bought" || may("order", "view")).map((one) => ({
    key: one,
    label: t(`people_${one}`),
    onSelect: () => void make(one),
  }));
  return (
    <Menu
      label={t("followUp")}
      align="end"
      entries={[{ key: "hint", heading: t("followUpHint") }, ...entries]}
      trigger={({ ref, ...props }) => (
        <Button ref={ref} icon={Forward} aria-label={t("followUp")} {...props}>
          <span className="hide-phone">{t("followUp")}</span>
        </Button>
      )}
    />
  );
}
