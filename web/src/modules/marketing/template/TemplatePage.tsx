/** One saved template. */
import { useRecord } from "@/records/data";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import { PageBody } from "@/ui/Page";
import { TemplateEditor } from "./TemplateEditor";

export default function TemplatePage({ id }: { id: string }) {
  const record = useRecord("template", id);
  if (record.error) return <EmptyState icon={iconOf("layout-template")} title={record.error.message} />;
  if (!record.data)
    return (
      <PageBody>
        <Skeleton height={320} />
      </PageBody>
    );
  return <TemplateEditor key={id} row={record.data} />;
}
