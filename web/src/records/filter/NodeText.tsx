/** A filter node in words, for chips and buttons: "Region in Shanghai", "Orders number ≥ 3". */
import { Fragment } from "react";
import type { FilterNode, Having, ObjectMeta } from "@/api/types";
import { BARE_OPERATORS } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { formatNumber } from "@/lib/format";
import { fieldOf, objectOf, useMeta, useSay } from "@/metadata";
import { filters, operatorName } from "./strings";
import { childrenOf, complete, isCondition, isGroup, isRelated, modeOf } from "./tree";

export function FieldName({ object, path }: { object: ObjectMeta; path: string }) {
  const t = filters.useText();
  const say = useSay();
  const meta = useMeta();
  const field = fieldOf(meta, object, path);
  if (!field) return <>{path}</>;
  const lookup =
    path.includes(".") && !field.custom
      ? object.fields.find((one) => one.key === path.split(".")[0])
      : undefined;
  return (
    <>{lookup ? t("through", { first: say(lookup.label), second: say(field.label) }) : say(field.label)}</>
  );
}

function HavingText({ object, having }: { object: ObjectMeta; having: Having }) {
  const t = filters.useText();
  const say = useSay();
  return (["count", "sum", "avg", "min", "max"] as const).map((measure) => {
    if (!having[measure]) return null;
    const { field: key, ...comparison } = having[measure] as Record<string, unknown>;
    const field = object.fields.find((one) => one.key === key);
    return Object.entries(comparison).map(([op, value]) => (
      <Fragment key={measure + op}>
        {measure !== "count" && `${field ? say(field.label) : ""} ${t(measure)} `}
        {operatorName(t, op)} {typeof value === "number" ? formatNumber(value) : "…"}
      </Fragment>
    ));
  });
}

type NamedNode = Extract<FilterNode, { segment: string } | { campaign: string }>;
const PEOPLE = ["opened", "not_opened", "clicked", "bought"] as const;

/** A filter kept elsewhere; the sentence below a builder names it. */
export function NamedText({ node }: { node: NamedNode }) {
  const t = filters.useText();
  if ("segment" in node) return <>{t("segment")}</>;
  const people = PEOPLE.find((one) => one === node.people);
  return <>{people ? t(`campaign_${people}`) : node.people}</>;
}

interface NodeTextProps {
  object: ObjectMeta;
  node: FilterNode;
  valueOnly?: boolean;
}

export function NodeText({ object, node, valueOnly = false }: NodeTextProps) {
  const t = filters.useText();
  const say = useSay();
  const meta = useMeta();
  if (isGroup(node)) {
    const mode = modeOf(node);
    const word = mode === "all" ? t("and") : t("or");
    const inside = childrenOf(node).map((child, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
      <Fragment key={index}>
        {index > 0 && ` ${word} `}
        {isGroup(child) && modeOf(child) !== "none" ? (
          <>
            (<NodeText object={object} node={child} />)
          </>
        ) : (
          <NodeText object={object} node={child} />
        )}
      </Fragment>
    ));
    if (mode !== "none") return inside;
    return (
      <>
        {t("not")} ({inside})
      </>
    );
  }
  if (isRelated(node)) {
    const relation = object.relations.find((one) => one.key === node.related);
    const target = relation && objectOf(meta, relation.object);
    const where = complete(node.where ?? null);
    return (
      <>
        {relation ? say(relation.label) : node.related}
        {where && target && (
          <>
            {" "}
            (<NodeText object={target} node={where} />)
          </>
        )}{" "}
        <b>{node.having && target && <HavingText object={target} having={node.having} />}</b>
      </>
    );
  }
  if (!isCondition(node)) return <NamedText node={node} />;
  const field = fieldOf(meta, object, node.field);
  if (!field) return <>{node.field}</>;
  const { FilterText } = kindOf(field);
  const bare = BARE_OPERATORS.has(node.op);
  const attribute = node.op === "mine" && meta.attributes.find((one) => one.key === node.value);
  const value = bare ? null : attribute ? (
    say(attribute.label)
  ) : complete(node) ? (
    <FilterText field={field} op={node.op} value={node.value} />
  ) : valueOnly ? (
    t("chooseValue")
  ) : (
    "…"
  );
  if (valueOnly) return <>{value}</>;
  const quiet = ["in", "has_any", "in_region", "contains", "on", "this"].includes(node.op);
  return (
    <>
      <FieldName object={object} path={node.field} /> {(!quiet || bare) && `${operatorName(t, node.op)} `}
      <b>{value}</b>
    </>
  );
}
