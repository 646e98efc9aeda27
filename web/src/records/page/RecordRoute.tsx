/** The page of one record: the module's own where it brings one, else the page every object has. */
import { useParams } from "@tanstack/react-router";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { useObject } from "@/metadata";
import { moduleOf } from "../modules";
import { UnknownObject } from "../UnknownObject";
import { RecordPage } from "./RecordPage";

const replaced = new Map<string, LazyExoticComponent<ComponentType<{ id: string }>>>();

export default function RecordRoute() {
  const { object: key = "", id = "" } = useParams({ strict: false }) as { object?: string; id?: string };
  const object = useObject(key);
  if (!object) return <UnknownObject />;
  const load = moduleOf(key).page;
  if (load && !replaced.has(key)) replaced.set(key, lazy(load));
  const Replaced = replaced.get(key);
  return Replaced ? <Replaced key={id} id={id} /> : <RecordPage key={id} object={object} id={id} />;
}
