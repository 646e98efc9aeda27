/** The six tones of the product, and which tone a colour name of the server (an option, an object) stands for. */
export type Tone = "neutral" | "accent" | "good" | "warn" | "danger" | "violet";

const TONES: Record<string, Tone> = {
  accent: "accent",
  blue: "accent",
  indigo: "accent",
  cyan: "accent",
  teal: "accent",
  sky: "accent",
  good: "good",
  green: "good",
  bamboo: "good",
  lime: "good",
  emerald: "good",
  warn: "warn",
  amber: "warn",
  yellow: "warn",
  orange: "warn",
  gold: "warn",
  danger: "danger",
  bad: "danger",
  red: "danger",
  cinnabar: "danger",
  rose: "danger",
  violet: "violet",
  purple: "violet",
  magenta: "violet",
  pink: "violet",
};

export function toneOf(color: string | null | undefined): Tone {
  return (color && TONES[color]) || "neutral";
}

const AVATAR_TONES: Tone[] = ["accent", "good", "warn", "violet"];

/** A steady tone for a name, so that one person looks the same everywhere. */
export function toneForName(name: string): Tone {
  let hash = 7;
  for (const sign of name) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 9973;
  return AVATAR_TONES[hash % AVATAR_TONES.length] as Tone;
}
