/** Provinces, cities and districts of China (antd's cascader over the server's tree). */
import { useQuery } from "@tanstack/react-query";
import Cascader from "antd/es/cascader";
import { useMemo } from "react";
import { keys } from "@/api/keys";
import { listRegions } from "@/api/queries";
import type { Region } from "@/api/types";
import { say } from "@/metadata";
import { Antd } from "@/ui/antd";
import { fields } from "../strings";

interface Node {
  value: string;
  label: string;
  children?: Node[];
}

const nodeOf = ({ code, name, children }: Region): Node => ({
  value: code,
  label: say(name),
  ...(children?.length ? { children: children.map(nodeOf) } : {}),
});

function pathTo(code: string, nodes: Node[]): string[] | null {
  for (const node of nodes) {
    if (node.value === code) return [code];
    const rest = node.children && pathTo(code, node.children);
    if (rest) return [node.value, ...rest];
  }
  return null;
}

interface RegionControlProps {
  value: string[];
  multiple?: boolean;
  onChange: (codes: string[]) => void;
  id?: string;
}

export default function RegionControl({ value, multiple, onChange, id }: RegionControlProps) {
  const t = fields.useText();
  const { data } = useQuery({
    queryKey: keys.regions,
    queryFn: listRegions,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const options = useMemo(() => data?.map(nodeOf) ?? [], [data]);
  const paths = value.map((code) => pathTo(code, options) ?? [code]);
  const common = {
    id,
    options,
    changeOnSelect: true,
    showSearch: true,
    style: { width: "100%", minWidth: 220 },
    placeholder: t("region"),
    "aria-label": id ? undefined : t("region"),
  };
  return (
    <Antd>
      {multiple ? (
        <Cascader
          {...common}
          multiple
          maxTagCount="responsive"
          value={paths}
          onChange={(next) => onChange((next as string[][]).map((path) => path.at(-1) ?? "").filter(Boolean))}
        />
      ) : (
        <Cascader
          {...common}
          value={paths[0]}
          onChange={(next) => onChange(next?.length ? [String(next.at(-1))] : [])}
        />
      )}
    </Antd>
  );
}
