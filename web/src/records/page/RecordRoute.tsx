/** The page of one record: the module's own where it brings one, else the page every object has. */
import { useParams } from "@tanstack/react-router";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { useObject } from "@/metadata";
import { EmptyState } from "@/ui/atoms";
import { iconOf } from "@/ui/icons";
import { moduleOf } from "../modules";
import { records } from "../strings";
import { RecordPage } from "./RecordPage";

const replaced = new Map<string, LazyExoticComponent<ComponentType<{ id: string }>>>();

export default function RecordRoute() {
  const t = records.useText();
  const { object: key = "", id = "" } = useParams({ strict: false }) as { object?: string; id?: string };
  const object = useObject(key);
  if (!object) return <EmptyState icon={iconOf(null)} title={t("unknownObject")} />;
  const load = moduleOf(key).page;
  if (load && !replaced.has(key)) replaced.set(key, lazy(load));
  const Replaced = replaced.get(key);
  return Replaced ? <Replaced key={id} id={id} /> : <RecordPage key={id} object={object} id={id} />;
}
