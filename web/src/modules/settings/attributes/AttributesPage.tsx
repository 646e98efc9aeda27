/** The attributes of people: which there are, whom they are noted of, and the rules that speak of them. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IdCard, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { useSay } from "@/metadata";
import { AskDialog } from "@/ui/AskDialog";
import { EmptyState, Skeleton, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody } from "@/ui/Page";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { SettingsHeader } from "../SettingsHeader";
import styles from "../settings.module.css";
import { AttributeDialog } from "./AttributeDialog";
import { attributeKeys, listAttributes, type NotedAttribute, removeAttribute } from "./api";
import { attributes } from "./strings";

export default function AttributesPage() {
  const t = attributes.useText();
  const say = useSay();
  const client = useQueryClient();
  const list = useQuery({ queryKey: attributeKeys.all, queryFn: listAttributes });
  const [open, setOpen] = useState<NotedAttribute | "new" | null>(null);
  const [removing, setRemoving] = useState<NotedAttribute | null>(null);
  const refresh = () => {
    void client.invalidateQueries({ queryKey: attributeKeys.all });
    void client.invalidateQueries({ queryKey: keys.meta });
  };
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen("new")}>
      {t("newAttribute")}
    </Button>
  );
  return (
    <>
      <SettingsHeader />
      <PageBody>
        {list.error && (
          <EmptyState icon={IdCard} title={isProblem(list.error, 403) ? t("mayNot") : list.error.message} />
        )}
        {list.isPending && <Skeleton height={160} />}
        {list.data?.length === 0 && (
          <EmptyState icon={IdCard} title={t("none")} actions={add}>
            {t("about")}
          </EmptyState>
        )}
        {list.data && list.data.length > 0 && (
          <>
            <div className={styles.lead}>
              <p className="secondary grow">{t("about")}</p>
              {add}
            </div>
            <Table
              label={t("attributes")}
              rows={list.data}
              rowKey={(row) => row.key}
              columns={[
                { key: "name", title: t("name"), cell: (row) => <b>{say(row.label)}</b> },
                {
                  key: "values",
                  title: t("values"),
                  width: "36%",
                  cell: (row) =>
                    row.options.length ? (
                      <span className={styles.tags}>
                        {row.options.map((one) => (
                          <Tag key={one.key}>{say(one.label)}</Tag>
                        ))}
                      </span>
                    ) : (
                      <span className="muted">{t("anyText")}</span>
                    ),
                },
                {
                  key: "people",
                  title: t("people"),
                  wide: true,
                  cell: (row) => t("peopleCount", { count: row.people }),
                },
                { key: "rules", title: t("usedBy"), wide: true, cell: (row) => row.rules.join("、") },
                {
                  key: "actions",
                  title: <span className="visually-hidden">{t("change", { name: "" })}</span>,
                  align: "end",
                  cell: (row) => (
                    <>
                      <Button
                        size="small"
                        variant="ghost"
                        icon={Pencil}
                        label={t("change", { name: say(row.label) })}
                        onClick={() => setOpen(row)}
                      />
                      <Button
                        size="small"
                        variant="ghost"
                        icon={Trash2}
                        label={t("removeOf", { name: say(row.label) })}
                        onClick={() => setRemoving(row)}
                      />
                    </>
                  ),
                },
              ]}
            />
          </>
        )}
      </PageBody>
      {open && (
        <AttributeDialog
          attribute={open === "new" ? null : open}
          taken={list.data?.map((one) => one.key) ?? []}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            toast(t("saved"), { tone: "good" });
            refresh();
          }}
        />
      )}
      {removing && (
        <AskDialog
          title={t("removeOf", { name: say(removing.label) })}
          text={t("removeAsk", { name: say(removing.label), count: removing.people })}
          action={t("remove")}
          onClose={() => setRemoving(null)}
          onYes={async () => {
            await removeAttribute(removing.key);
            setRemoving(null);
            toast(t("removed"), { tone: "good" });
            refresh();
          }}
        />
      )}
    </>
  );
}
