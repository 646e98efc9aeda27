/** The button of a filtered list that makes a segment of what the list shows. */
import { useNavigate } from "@tanstack/react-router";
import { ChartPie } from "lucide-react";
import { useMay } from "@/metadata";
import type { ListActionProps } from "@/records/modules";
import { Button } from "@/ui/Button";
import { segmentable } from "./api";
import { segments } from "./strings";

export function SaveAsSegment({ object, filter }: ListActionProps) {
  const t = segments.useText();
  const may = useMay();
  const navigate = useNavigate();
  if (!filter || !segmentable(object) || !may("segment", "create")) return null;
  return (
    <Button
      variant="ghost"
      icon={ChartPie}
      className="hide-phone"
      onClick={() => void navigate({ to: "/segments/new", search: { object: object.key, filter } as never })}
    >
      {t("saveAs")}
    </Button>
  );
}
