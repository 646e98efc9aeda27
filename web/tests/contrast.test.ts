/** WCAG AA for every pair of text and background the tokens allow, in both themes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "..", "src", "ui", "tokens.css"), "utf8");

function tokensOf(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name = "", value = ""]) => [name, value]),
  );
}

function luminance(color: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const light = tokensOf(":root");
const themes = { light, dark: { ...light, ...tokensOf('[data-theme="dark"]') } };
const PAGES = ["paper", "surface", "sunken", "hover"];
const PAIRS: [string, string][] = [
  ...["ink", "ink-2", "ink-3", "accent-ink", "danger", "good", "warn", "violet"].flatMap((text) =>
    PAGES.map((page): [string, string] => [text, page]),
  ),
  ...["danger", "good", "warn", "violet"].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ["accent-ink", "accent-soft"],
  ["ink-2", "accent-soft"],
  ["ink-3", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-inverse", "inverse"],
];

describe.each(Object.entries(themes))("%s theme", (_name, tokens) => {
  it.each(PAIRS)("%s on %s", (text, page) => {
    expect(contrast(tokens[text] as string, tokens[page] as string)).toBeGreaterThanOrEqual(4.5);
  });
});
