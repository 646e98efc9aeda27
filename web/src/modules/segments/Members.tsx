/** The first members as they are now, in the object's usual columns. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { listRecords } from "@/api/records";
import type { FilterNode, ObjectMeta, Row } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { formatNumber } from "@/lib/format";
import { fieldOf, titleOf, useMeta, useSay, valueIn } from "@/metadata";
import { Avatar, EmptyState, Skeleton } from "@/ui/atoms";
import { type Column, Table } from "@/ui/Table";
import { segmentKeys } from "./api";
import styles from "./segments.module.css";
import { segments } from "./strings";

const SHOWN = 25;

export function Members({ object, filter }: { object: ObjectMeta; filter: FilterNode | null }) {
  const t = segments.useText();
  const say = useSay();
  const meta = useMeta();
  const navigate = useNavigate();
  const members = useQuery({
    queryKey: segmentKeys.members(object.key, filter),
    queryFn: () =>
      listRecords(object.key, {
        filter,
        limit: SHOWN,
        fields: [...new Set([object.title_field, ...object.columns])],
      }),
    placeholderData: keepPreviousData,
  });
  if (members.error) return <p className="muted">{members.error.message}</p>;
  if (!members.data) return <Skeleton height={240} />;
  const { rows } = members.data;
  if (rows.length === 0)
    return (
      <EmptyState icon={UsersRound} title={t("noMembers")}>
        {t("noMembersText")}
      </EmptyState>
    );
  const columns: Column<Row>[] = object.columns.slice(0, 7).flatMap((path) => {
    const field = fieldOf(meta, object, path);
    if (!field) return [];
    const { Display, align } = kindOf(field);
    const title = path === object.title_field;
    return {
      key: path,
      title: say(field.label),
      ...(align === "end" ? { align: "end" as const } : {}),
      wide: !title && path !== object.stage_field && path !== "spent",
      cell: (row: Row) =>
        title ? (
          <span className={styles.member}>
            <Avatar name={titleOf(object, row)} />
            <b className="ellipsis">{titleOf(object, row)}</b>
          </span>
        ) : (
          <Display dense field={field} value={valueIn(row, field)} />
        ),
    };
  });
  return (
    <div className={styles.members}>
      <Table
        label={t("members")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate({ to: "/o/$object/$id", params: { object: object.key, id: row.id } })}
      />
      {rows.length === SHOWN && <p className="muted">{t("preview", { count: formatNumber(SHOWN) })}</p>}
    </div>
  );
}
