/** Somebody else's HTML, shown without any of its powers: no scripts, no forms, no cookies, links open elsewhere. */
import { useEffect, useRef, useState } from "react";
import styles from "./Letter.module.css";

interface LetterProps {
  title: string;
  html?: string;
  /** Instead of `html`: a page of our own server that shows foreign HTML and carries its own sandbox. */
  src?: string;
  /** Grow with the content instead of filling the parent. */
  fit?: boolean;
}

const HEAD =
  '<base target="_blank"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src * data:; style-src \'unsafe-inline\'"><style>body{margin:0}</style>';

export function Letter({ title, html = "", src, fit = false }: LetterProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(320);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new letter must be measured anew
  useEffect(() => {
    const node = frame.current;
    if (!fit || !node) return;
    const measure = () => {
      const root = node.contentDocument?.documentElement;
      if (root) setHeight(Math.min(4000, Math.max(160, root.scrollHeight)));
    };
    node.addEventListener("load", measure);
    return () => node.removeEventListener("load", measure);
  }, [fit, html]);
  return (
    <iframe
      ref={frame}
      title={title}
      // Same origin without scripts: nothing inside can act, and its height can be read from outside.
      sandbox={`${src ? "" : "allow-same-origin "}allow-popups allow-popups-to-escape-sandbox`}
      {...(src ? { src } : { srcDoc: HEAD + html })}
      className={styles.letter}
      style={fit ? { height } : undefined}
    />
  );
}
