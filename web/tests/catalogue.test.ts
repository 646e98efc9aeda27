/** Every word of every room exists in both languages, is used, and nothing is used that does not exist. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import i18next from "i18next";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..", "src");

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

const sources = filesUnder(SRC).filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
const catalogues = sources.filter((path) => path.endsWith("strings.ts") && !path.endsWith("lib/strings.ts"));

interface Catalogue {
  room: string;
  variable: string;
  pairs: Record<string, [string, string]>;
  users: { path: string; text: string }[];
}

async function read(path: string): Promise<Catalogue[]> {
  await import(path);
  const text = readFileSync(path, "utf8");
  const found = [...text.matchAll(/export const (\w+) = defineStrings\(\s*"([^"]+)"/g)];
  return found.map(([, variable = "", room = ""]) => {
    const en = i18next.getResourceBundle("en", room) as Record<string, string>;
    const zh = i18next.getResourceBundle("zh-CN", room) as Record<string, string>;
    const pairs = Object.fromEntries(
      Object.keys(en).map((key) => [key, [en[key] ?? "", zh[key] ?? ""] as [string, string]]),
    );
    const imported = new RegExp(`import \\{[^}]*\\b${variable}\\b[^}]*\\} from "[^"]*strings"`);
    const users = sources
      .map((file) => ({ path: file, text: readFileSync(file, "utf8") }))
      .filter(
        (file) =>
          file.path.startsWith(`${dirname(path)}/`) || (imported.test(file.text) && resolves(file, path)),
      );
    return { room, variable, pairs, users };
  });
}

/** Whether a file's import of "strings" means this catalogue and not another room's. */
function resolves(file: { path: string; text: string }, catalogue: string): boolean {
  return [...file.text.matchAll(/from "([^"]*strings)"/g)].some(([, from = ""]) => {
    const target = from.startsWith("@/") ? join(SRC, from.slice(2)) : join(dirname(file.path), from);
    return `${target}.ts` === catalogue;
  });
}

const baseOf = (key: string) => key.replace(/_(one|other)$/, "");

describe.each(catalogues.map((path) => path.slice(SRC.length + 1)))("%s", (name) => {
  it("says everything in both languages, with the same placeholders", async () => {
    for (const { pairs } of await read(join(SRC, name)))
      for (const [key, [en, zh]] of Object.entries(pairs)) {
        expect.soft(en.trim(), `${key} in English`).not.toBe("");
        expect.soft(zh.trim(), `${key} in Chinese`).not.toBe("");
        const marks = (text: string) => new Set(text.match(/\{\{\w+\}\}/g) ?? []);
        const [more, fewer] = [marks(en), marks(zh)].map((set) => [...set].sort());
        if (!/_one$/.test(key)) expect.soft(fewer, `${key}: placeholders`).toEqual(more);
      }
  });

  // That nothing is said which does not exist, the compiler checks: the functions take the catalogue's keys only.
  it("has no word that nobody says", async () => {
    for (const { pairs, users, room } of await read(join(SRC, name))) {
      const text = users
        .map((user) =>
          user.path.endsWith(name) ? user.text.replace(/^\s+\w+: \[[\s\S]*?\],$/gm, "") : user.text,
        )
        .join("\n");
      const said = (key: string) =>
        new RegExp(`["'\`]${key}["'\`]|\\b${key}:`).test(text) ||
        (key.includes("_") && text.includes(`\`${key.replace(/_.*$/, "_")}\${`));
      const keys = new Set(Object.keys(pairs).map(baseOf));
      expect(
        [...keys].filter((key) => !said(key)),
        `${room}: unused`,
      ).toEqual([]);
    }
  });
});
