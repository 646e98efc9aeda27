/** Roles and rights: what each role may do with which records, and how it sees fields. For administrators. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Pencil, Plus, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";
import { isProblem } from "@/api/problem";
import { useShortcuts } from "@/lib/shortcuts";
import { useSay } from "@/metadata";
import { AskDialog } from "@/ui/AskDialog";
import { EmptyState, Segmented, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { PageBody } from "@/ui/Page";
import { Tabs } from "@/ui/Tabs";
import { toast } from "@/ui/toast";
import { SettingsHeader } from "../SettingsHeader";
import lead from "../settings.module.css";
import { ActionGrid } from "./ActionGrid";
import { type Matrix, type RoleRights, removeRole } from "./api";
import { FieldRights } from "./FieldRights";
import { Follows } from "./Follows";
import { RoleDialog } from "./RoleDialog";
import styles from "./rights.module.css";
import { rights } from "./strings";
import { Terms } from "./Terms";
import { useMatrix, useRoleDraft } from "./useRoleDraft";

interface Search {
  role?: string;
  part?: "fields";
  object?: string;
}

export default function RolesPage() {
  const t = rights.useText();
  const matrix = useMatrix();
  return (
    <>
      <SettingsHeader />
      {matrix.error ? (
        <EmptyState
          icon={ShieldCheck}
          title={isProblem(matrix.error, 403) ? t("mayNot") : matrix.error.message}
        />
      ) : (
        <PageBody>
          {matrix.data ? <Roles matrix={matrix.data} place={matrix.place} /> : <Skeleton height={420} />}
        </PageBody>
      )}
    </>
  );
}

function Roles({ matrix, place }: { matrix: Matrix; place: (next: Matrix) => void }) {
  const t = rights.useText();
  const say = useSay();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const role = matrix.roles.find((one) => one.key === search.role) ?? (matrix.roles[0] as RoleRights);
  const object =
    matrix.objects.find((one) => one.key === search.object) ??
    matrix.objects.find((one) => one.key === "contact") ??
    matrix.objects[0];
  const part = search.part === "fields" ? "fields" : "actions";
  const [dialog, setDialog] = useState<"new" | "rename" | "remove" | null>(null);
  const change = useRoleDraft(role, place);
  const go = (next: Search) => {
    const wanted = Object.entries({ ...search, ...next }).filter(([, value]) => value !== undefined);
    void navigate({ to: ".", search: Object.fromEntries(wanted) as never, replace: true });
  };
  const count = Object.keys(change.draft).length;
  const wrong = Object.keys(change.problems).length;
  const save = async () => {
    const [first] = await change.save();
    if (!first) return;
    // What is wrong must be seen, wherever it is.
    const [of, name] = first.split(".");
    go(
      of === "fields" ? { part: "fields", object: name } : { part: of === "classes" ? "fields" : undefined },
    );
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-place="${first}"]`)?.focus());
  };
  useShortcuts({ "mod+s": () => void save(), "mod+Enter": () => void save() });
  const edit = { role, draft: change.draft, problems: change.problems, onPut: change.put };
  return (
    <>
      <div className={lead.lead}>
        <p className="secondary grow">{t("rolesText")}</p>
        <Button variant="primary" icon={Plus} onClick={() => setDialog("new")}>
          {t("newRole")}
        </Button>
      </div>
      <Tabs
        id="role"
        label={t("role")}
        value={role.key}
        tabs={matrix.roles.map((one) => ({
          value: one.key,
          label: (
            <span className={styles.tab}>
              {say(one.label)}
              {change.unsaved(one.key) && (
                <span
                  role="img"
                  className={styles.dot}
                  aria-label={t("unsavedMark")}
                  title={t("unsavedMark")}
                />
              )}
            </span>
          ),
        }))}
        onChange={(key) => {
          change.clearProblems();
          go({ role: key });
        }}
      />
      <div id="role-pane" role="tabpanel" aria-labelledby={`role-${role.key}`} className={styles.pane}>
        <div className={styles.line}>
          <Tag>{t(role.built_in ? "builtIn" : "ownRole")}</Tag>
          <span className="muted">{t("people", { count: role.people })}</span>
          {!role.built_in && (
            <>
              <Button size="small" variant="ghost" icon={Pencil} onClick={() => setDialog("rename")}>
                {t("rename")}
              </Button>
              <Button size="small" variant="ghost" icon={Trash2} onClick={() => setDialog("remove")}>
                {t("remove")}
              </Button>
            </>
          )}
          <span className="grow" />
          <Segmented
            label={t("view")}
            value={part}
            options={[
              { value: "actions", label: t("actionsTab") },
              { value: "fields", label: t("fieldsTab") },
            ]}
            onChange={(next) => go({ part: next === "fields" ? "fields" : undefined })}
          />
        </div>
        {role.may_all && <Notice>{t("fixed")}</Notice>}
        {part === "actions" && (
          <>
            <ActionGrid objects={matrix.objects} {...edit} />
            <Follows objects={matrix.objects} {...edit} />
          </>
        )}
        {part === "fields" && object && (
          <FieldRights
            objects={matrix.objects}
            object={object}
            onObject={(key) => go({ object: key })}
            {...edit}
          />
        )}
        <p className={styles.legend}>
          <span className={styles.legendSet} aria-hidden /> {t("changedMark")}
          <span className={styles.legendFresh} aria-hidden /> {t("unsavedMark")}
        </p>
        <Terms matrix={matrix} />
      </div>
      {count > 0 && (
        <div className={styles.bar} role="status" data-foot="">
          <span className="grow">
            {wrong > 0 ? (
              <span className={styles.problem}>{t("problems", { count: wrong })}</span>
            ) : (
              t("unsaved", { count })
            )}
          </span>
          <Button onClick={change.discard}>{t("discard")}</Button>
          <Button variant="primary" busy={change.busy} onClick={() => void save()}>
            {t("save")}
          </Button>
        </div>
      )}
      {(dialog === "new" || dialog === "rename") && (
        <RoleDialog
          role={dialog === "rename" ? role : null}
          roles={matrix.roles}
          onClose={() => setDialog(null)}
          onDone={(next, key) => {
            place(next);
            setDialog(null);
            go({ role: key });
          }}
        />
      )}
      {dialog === "remove" && (
        <AskDialog
          title={t("removeRole", { name: say(role.label) })}
          text={t("removeAsk")}
          action={t("remove")}
          onClose={() => setDialog(null)}
          onYes={async () => {
            await removeRole(role.key);
            toast(t("roleRemoved"), { tone: "good" });
            place({ ...matrix, roles: matrix.roles.filter((one) => one.key !== role.key) });
            setDialog(null);
            go({ role: undefined });
          }}
        />
      )}
    </>
  );
}
