/** Writing a mail: subject and HTML at the left, the mail as somebody gets it at the right, problems where they are. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Send } from "lucide-react";
import { useRef, useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, messageOf } from "@/api/problem";
import { createRecord, patchRecord } from "@/api/records";
import type { RecordRef, Row } from "@/api/types";
import { useDebounced } from "@/lib/debounce";
import { usePhone } from "@/lib/media";
import { useShortcuts } from "@/lib/shortcuts";
import { useLanguage } from "@/lib/strings";
import { useMay } from "@/metadata";
import { placeRow } from "@/records/data";
import { Segmented } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { TitleInput } from "@/ui/TitleInput";
import { toast } from "@/ui/toast";
import { marketingKeys, previewMail, type Rendered, testSend } from "../api";
import { marketing } from "../strings";
import { InsertMenu } from "./InsertMenu";
import { offsetOf, type Placed, placed } from "./merge";
import { PreviewPane } from "./PreviewPane";
import { Problems } from "./Problems";
import { SourceEditor } from "./SourceEditor";
import { STARTER } from "./starter";
import { TemplateDetails } from "./TemplateDetails";
import styles from "./template.module.css";
import { tidy } from "./tidy";

interface Written {
  name: string;
  subject: string;
  body: string;
  purpose: string;
  language: string;
  from_name: string;
}
const FIELDS = ["name", "subject", "body", "purpose", "language", "from_name"] as const;

export function TemplateEditor({ row }: { row: Row | null }) {
  const t = marketing.useText();
  const may = useMay();
  const phone = usePhone();
  const navigate = useNavigate();
  const client = useQueryClient();
  const reader = useLanguage();
  const [written, setWritten] = useState<Written>(() => ({
    name: "",
    ...STARTER[reader],
    purpose: "marketing",
    language: reader,
    from_name: "",
    ...(row ? Object.fromEntries(FIELDS.map((key) => [key, String(row[key] ?? "")])) : {}),
    ...(row ? { body: tidy(String(row.body ?? "")) } : {}),
  }));
  const [kept, setKept] = useState(row ? JSON.stringify(written) : "");
  const [version, setVersion] = useState(row?.version ?? 0);
  const [person, setPerson] = useState<RecordRef | null>(null);
  const [pane, setPane] = useState<"source" | "preview">("source");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Placed[]>([]);
  const area = useRef<HTMLTextAreaElement>(null);
  const subject = useRef<HTMLInputElement>(null);
  const set = (change: Partial<Written>) => {
    setWritten((old) => ({ ...old, ...change }));
    setRefused([]);
  };
  const draft = useDebounced(
    { subject: written.subject, body: written.body, language: written.language },
    350,
  );
  const preview = useQuery({
    queryKey: marketingKeys.preview([draft, person?.id]),
    queryFn: () => previewMail(draft, person?.id ?? null),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
  // A mistake while writing must not take the preview away.
  const shown = useRef<Rendered>(undefined);
  if (preview.data && !preview.error) shown.current = preview.data;
  const wrong = isProblem(preview.error) ? preview.error : null;
  const problems = refused.length
    ? refused
    : wrong
      ? placed(wrong.errors.length ? wrong.errors : [{ loc: [], code: wrong.code, message: wrong.message }])
      : [];
  const badLines = new Set(
    problems.flatMap((problem) => (problem.place === "body" && problem.line ? [problem.line] : [])),
  );
  const dirty = JSON.stringify(written) !== kept;
  const editable = row ? may("template", "edit") : true;

  const save = async (): Promise<Row | null> => {
    setBusy(true);
    try {
      const body = { ...written, name: written.name.trim() || t("newTemplate") };
      const saved = row
        ? await patchRecord("template", row.id, version, body)
        : await createRecord("template", body);
      placeRow(client, "template", saved);
      void client.invalidateQueries({ queryKey: keys.object("template") });
      setVersion(saved.version);
      // The server makes the HTML safe; what it kept is what is shown.
      const next = { ...written, name: body.name, body: tidy(String(saved.body ?? written.body)) };
      setWritten(next);
      setKept(JSON.stringify(next));
      toast(t("saved"), { tone: "good" });
      if (!row)
        void navigate({ to: "/o/$object/$id", params: { object: "template", id: saved.id }, replace: true });
      return saved;
    } catch (problem) {
      if (isProblem(problem) && problem.errors.length) setRefused(placed(problem.errors));
      toast(messageOf(problem), { tone: "danger" });
      return null;
    } finally {
      setBusy(false);
    }
  };
  const test = async () => {
    if (!row) return;
    if (dirty && !(await save())) return;
    setBusy(true);
    try {
      const { sent_to: address } = await testSend(row.id, person?.id ?? null);
      toast(t("tested", { address }), { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    setBusy(false);
  };
  const goTo = (problem: Placed) => {
    if (problem.line === null || problem.column === null) return;
    setPane("source");
    requestAnimationFrame(() => {
      const node = problem.place === "subject" ? subject.current : area.current;
      const at = offsetOf(node?.value ?? "", problem.line ?? 1, problem.column ?? 1);
      node?.focus();
      node?.setSelectionRange(at, at + 2);
      if (node instanceof HTMLTextAreaElement) node.scrollTop = Math.max(0, ((problem.line ?? 1) - 4) * 20);
    });
  };
  useShortcuts({ "mod+s": () => void save(), "mod+Enter": () => void save() });
  const insertSubject = (tag: string) => {
    const node = subject.current;
    const at = node?.selectionStart ?? written.subject.length;
    set({ subject: written.subject.slice(0, at) + tag + written.subject.slice(node?.selectionEnd ?? at) });
  };
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <TitleInput
          label={t("templateName")}
          placeholder={t("templateNamePlaceholder")}
          value={written.name}
          autoFocus={!row}
          onChange={(name) => set({ name })}
        />
        <span className="grow" />
        {row && (
          <Button icon={Send} busy={busy} onClick={() => void test()}>
            {phone ? t("testShort") : t("test")}
          </Button>
        )}
        {editable && (
          <Button variant="primary" busy={busy} disabled={!dirty} onClick={() => void save()}>
            {t("save")}
          </Button>
        )}
      </header>
      {phone && (
        <div className={styles.switch}>
          <Segmented
            label={t("panes")}
            value={pane}
            options={[
              { value: "source", label: t("source") },
              { value: "preview", label: t("preview") },
            ]}
            onChange={setPane}
          />
        </div>
      )}
      <div className={styles.split}>
        {(!phone || pane === "source") && (
          <section className={styles.writing} aria-label={t("mail")}>
            <div className={styles.subjectRow}>
              <TextInput
                ref={subject}
                aria-label={t("subject")}
                placeholder={t("subject")}
                maxLength={300}
                readOnly={!editable}
                value={written.subject}
                onChange={(event) => set({ subject: event.target.value })}
              />
              {editable && <InsertMenu place={t("subject")} onInsert={insertSubject} />}
            </div>
            <TemplateDetails values={written} onChange={set} />
            {problems.length > 0 && <Problems problems={problems} onGo={goTo} />}
            <SourceEditor
              area={area}
              value={written.body}
              badLines={badLines}
              readOnly={!editable}
              onChange={(body) => set({ body })}
            />
          </section>
        )}
        {(!phone || pane === "preview") && (
          <PreviewPane
            mail={shown.current}
            broken={problems.length > 0}
            person={person}
            onPerson={setPerson}
          />
        )}
      </div>
    </div>
  );
}
