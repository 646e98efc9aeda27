/** Provinces, cities and districts of China (antd's cascader over the server's tree). */
import { useQuery } from "@tanstack/react-query";
import Cascader from "antd/es/cascader";
import { useMemo } from "react";
import { keys } from "@/api/keys";
import { listRegions } from "@/api/queries";
import { useLanguage } from "@/lib/strings";
import { Antd } from "@/ui/antd";
import { fields } from "../strings";
import { matchesRegion, nearerRegion, pathTo, type RegionNode, regionNode } from "./regions";

const SHOW_SEARCH = {
  filter: (search: string, path: RegionNode[]) => matchesRegion(search, path),
  sort: nearerRegion,
  limit: 60,
};

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
  const language = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: labels follow the language
  const options = useMemo(() => data?.map(regionNode) ?? [], [data, language]);
  // Before the names are there, codes would stand for them.
  const paths = (data ? value : []).map((code) => pathTo(code, options) ?? [code]);
  const common = {
    id,
    options,
    changeOnSelect: true,
    showSearch: SHOW_SEARCH,
    style: { width: "100%", minWidth: "min(220px, 100%)" },
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
