/** Colours of charts, read from the tokens of the theme shown. */
export interface Palette {
  accent: string;
  soft: string;
  good: string;
  warn: string;
  violet: string;
  danger: string;
  ink: string;
  text: string;
  line: string;
  strong: string;
  surface: string;
  font: string;
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    accent: token("accent"),
    soft: token("accent-soft"),
    good: token("good"),
    warn: token("warn"),
    violet: token("violet"),
    danger: token("danger"),
    ink: token("ink"),
    text: token("ink-3"),
    line: token("line"),
    strong: token("line-strong"),
    surface: token("surface"),
    font: token("font"),
  };
}
