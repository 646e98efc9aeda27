/** The import wizard: file, columns, check, import. The import's id is in the address, so a reload goes on where it was. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { inSentence, useMay, useObject, useSay } from "@/metadata";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { Dropzone } from "@/ui/Dropzone";
import { PageBody, PageHeader } from "@/ui/Page";
import { Steps } from "@/ui/Steps";
import { getImport, type Import, importKeys, upload } from "./api";
import { CheckStep } from "./CheckStep";
import { ColumnsStep } from "./ColumnsStep";
import styles from "./imports.module.css";
import { RunStep } from "./RunStep";
import { imports } from "./strings";
import { isOpen, STEPS, type Step, stepOf } from "./wizard";

export default function ImportPage() {
  const t = imports.useText();
  const say = useSay();
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { object: key = "" } = useParams({ strict: false }) as { object?: string };
  const { id } = useSearch({ strict: false }) as { id?: string };
  const object = useObject(key);
  const [wanted, setWanted] = useState<Step>("columns");
  const source = useQuery({
    queryKey: importKeys.one(id ?? ""),
    queryFn: () => getImport(id ?? ""),
    enabled: Boolean(id),
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data.state) ? 700 : false),
  });
  if (!object || !may(key, "import")) return <EmptyState icon={Upload} title={t("mayNot")} />;
  const keep = (next: Import) => client.setQueryData(importKeys.one(next.id), next);
  const open = (next: Import | null) => {
    if (next) keep(next);
    setWanted("columns");
    void navigate({
      to: "/import/$object",
      params: { object: key },
      search: (next ? { id: next.id } : {}) as never,
    });
  };
  const step = stepOf(id ? source.data?.state : undefined, wanted);
  const labels = { file: t("stepFile"), columns: t("stepColumns"), check: t("stepCheck"), run: t("stepRun") };
  return (
    <>
      <PageHeader
        title={t("importObject", { name: inSentence(say(object.plural)) })}
        note={source.data?.file_name}
      >
        <Steps
          label={t("steps")}
          steps={STEPS.map((value) => ({ value, label: labels[value] }))}
          at={step}
          open={(to) => step !== "run" && STEPS.indexOf(to) < STEPS.indexOf(step)}
          onGo={(to) => (to === "file" ? open(null) : setWanted(to))}
        />
      </PageHeader>
      <PageBody>
        <div className={styles.wizard}>
          {!id && <FileStep object={key} onFile={open} />}
          {id && source.isPending && <Skeleton height={240} />}
          {id && source.error && <FileStep object={key} onFile={open} problem={source.error} />}
          {source.data && step === "columns" && (
            <ColumnsStep
              object={object}
              source={source.data}
              onSource={keep}
              onNext={() => setWanted("check")}
            />
          )}
          {source.data && step === "check" && (
            <CheckStep
              object={object}
              source={source.data}
              onBack={() => setWanted("columns")}
              onSource={keep}
            />
          )}
          {source.data && step === "run" && (
            <RunStep object={object} source={source.data} onSource={keep} onAnother={() => open(null)} />
          )}
        </div>
      </PageBody>
    </>
  );
}

interface FileStepProps {
  object: string;
  onFile: (source: Import) => void;
  problem?: unknown;
}

function FileStep({ object, onFile, problem }: FileStepProps) {
  const t = imports.useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(problem);
  const take = async (file: File) => {
    setBusy(true);
    setError(null);
    try {
      onFile(await upload(object, file));
    } catch (refused) {
      setError(refused);
    }
    setBusy(false);
  };
  const message = isProblem(error)
    ? (error.errors[0]?.message ?? error.message)
    : error
      ? String(error)
      : null;
  return (
    <Dropzone
      title={busy ? t("uploading") : t("drop")}
      choose={t("choose")}
      accept=".csv,.tsv,.txt,.xlsx,.xls,.ods,text/csv"
      busy={busy}
      error={message}
      onFile={(file) => void take(file)}
    >
      <p className={styles.hint}>{t("formats")}</p>
      <p className={styles.hint}>{t("headersKnown")}</p>
    </Dropzone>
  );
}
