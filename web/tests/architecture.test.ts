/** The house rules of the browser: who may look into whom, sizes, where colours live, what names are not used. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..", "src");
/** From the top down: a room may import from rooms to its right only. */
const LAYERS = ["app", "modules", "records", "fields", "metadata", "api", "ui", "lib"];

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

const files = filesUnder(SRC)
  .filter((path) => /\.(tsx?|css)$/.test(path) && !path.endsWith(".d.ts"))
  .map((path) => ({ path: relative(SRC, path), text: readFileSync(path, "utf8") }));

function importsOf({ path, text }: { path: string; text: string }): string[] {
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"((?:@\/|\.)[^"]+)"/g)].map(
    ([, from = ""]) => from,
  );
  return found.map((from) => (from.startsWith("@/") ? from.slice(2) : join(path, "..", from)));
}

describe("layers", () => {
  it("are never climbed", () => {
    const climbs = files.flatMap((file) => {
      const own = LAYERS.indexOf(file.path.split("/")[0] ?? "");
      if (own < 0) return [];
      return importsOf(file)
        .filter((target) => {
          const other = LAYERS.indexOf(target.split("/")[0] ?? "");
          return other >= 0 && other < own;
        })
        .map((target) => `${file.path} -> ${target}`);
    });
    expect(climbs).toEqual([]);
  });

  it("keep modules apart from one another", () => {
    const crossings = files.flatMap((file) => {
      const [layer, module] = file.path.split("/");
      if (layer !== "modules" || !file.path.includes("/", 8)) return [];
      return importsOf(file)
        .filter((target) => target.startsWith("modules/") && target.split("/")[1] !== module)
        .map((target) => `${file.path} -> ${target}`);
    });
    expect(crossings).toEqual([]);
  });
});

describe("files", () => {
  it("stay small enough to read", () => {
    const long = files.filter(({ path, text }) => {
      const limit = path.endsWith(".tsx") ? 250 : path.endsWith(".ts") ? 400 : 500;
      return text.split("\n").length - 1 > limit;
    });
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("are named by their subject", () => {
    expect(
      files
        .map(({ path }) => path)
        .filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.)/i.test(path)),
    ).toEqual([]);
  });

  it("name colours only in the tokens", () => {
    const coloured = files.filter(
      ({ path, text }) =>
        !path.startsWith("ui/") &&
        /#[0-9a-f]{3,8}\b(?![^"]*["'`]?\))/i.test(text.replace(/href="#|url\(#[^)]*\)|"#[^0-9a-f]/gi, "")),
    );
    expect(coloured.map(({ path }) => path)).toEqual([]);
  });

  it("take antd only through lazily loaded controls, never its whole index", () => {
    expect(files.filter(({ text }) => /from "antd"/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
