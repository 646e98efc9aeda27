/** A template that is not saved yet. */
import { useMay } from "@/metadata";
import { EmptyState } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import { marketing } from "../strings";
import { TemplateEditor } from "./TemplateEditor";

export default function NewTemplatePage() {
  const t = marketing.useText();
  const may = useMay();
  if (!may("template", "create"))
    return <EmptyState icon={iconOf("layout-template")} title={t("mayNotTemplate")} />;
  return <TemplateEditor row={null} />;
}
