/** The button of a list's header that leads to the import of its object. */
import { useNavigate } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useMay } from "@/metadata";
import type { ListActionProps } from "@/records/modules";
import { Button } from "@/ui/Button";
import { imports } from "./strings";

/** What is written here and not brought in from files. */
const WITHOUT = new Set(["segment", "template", "campaign"]);

export function ImportButton({ object }: ListActionProps) {
  const t = imports.useText();
  const may = useMay();
  const navigate = useNavigate();
  if (WITHOUT.has(object.key) || !may(object.key, "import")) return null;
  return (
    <Button
      variant="ghost"
      icon={Upload}
      onClick={() => void navigate({ to: "/import/$object", params: { object: object.key } })}
    >
      {t("import")}
    </Button>
  );
}
