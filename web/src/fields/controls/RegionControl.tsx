/** Provinces, cities and districts of China (antd's cascader over the server's tree). */
import { useQuery } from "@tanstack/react-query";
import Cascader from "antd/es/cascader";
import { type KeyboardEvent, useMemo, useState } from "react";
import { keys } from "@/api/keys";
import { listRegions } from "@/api/queries";
import { classes } from "@/lib/classes";
import { useLanguage } from "@/lib/strings";
import { Antd } from "@/ui/antd";
import { useEnter } from "@/ui/enter";
import { fields } from "../strings";
import styles from "../values.module.css";
import {
  firstRegion,
  matchesRegion,
  nearerRegion,
  pathTo,
  type RegionNode,
  regionNode,
  toggleRegion,
} from "./regions";

const SEARCH = {
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
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  // antd marks nothing in a list it found, so that Enter there would do nothing before an arrow is pressed.
  const [moved, setMoved] = useState(false);
  const search = (next: string) => {
    setText(next);
    setMoved(false);
  };
  const leave = () => {
    search("");
    setOpen(false);
  };
  const enter = useEnter({
    text,
    waiting: !data,
    choose: () => {
      const path = firstRegion(text, options);
      if (!path) return;
      onChange(multiple ? toggleRegion(value, path) : [path.at(-1)?.value ?? ""]);
      if (multiple) search("");
      else leave();
    },
  });
  // Before the names are there, codes would stand for them.
  const paths = (data ? value : []).map((code) => pathTo(code, options) ?? [code]);
  const common = {
    id,
    options,
    changeOnSelect: true,
    showSearch: { ...SEARCH, searchValue: text, onSearch: search },
    open,
    onOpenChange: (next: boolean) => (next ? setOpen(true) : leave()),
    onBlur: leave,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") setMoved(true);
      if (event.key === "Enter" && text.trim() && !moved) enter.press();
    },
    classNames: { popup: { root: classes(styles.regions, text && !moved && styles.firstFound) } },
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
          onChange={(next) => {
            search("");
            onChange((next as string[][]).map((path) => path.at(-1) ?? "").filter(Boolean));
          }}
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
