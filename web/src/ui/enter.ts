/** Enter in a search box, pressed before the answer for what was typed has come. */
import { useEffect, useState } from "react";

interface EnterProps {
  /** What is typed now. */
  text: string;
  /** What is listed does not answer that text yet. */
  waiting: boolean;
  /** Choose from what is listed. */
  choose: () => void;
}

interface Enter {
  press: () => void;
  /** Enter was pressed, and its answer is awaited. */
  held: boolean;
}

/** Chooses at once from an answer that is there; otherwise when the answer comes, unless something else is typed first. */
export function useEnter({ text, waiting, choose }: EnterProps): Enter {
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    if (asked === null || (asked === text && waiting)) return;
    setAsked(null);
    if (asked === text) choose();
  });
  return {
    press: () => (waiting ? setAsked(text) : choose()),
    held: asked !== null && asked === text,
  };
}
