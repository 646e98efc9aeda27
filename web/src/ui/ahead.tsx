/** A component whose code may be fetched before it is wanted, and is then drawn at once. */
import { type ComponentType, lazy, useState } from "react";

/**
 * React's `lazy` waits for a third of a second even for code that is there, and keys typed meanwhile go nowhere;
 * what `fetch` brought is drawn without it.
 */
export function ahead<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): { fetch: () => void; Shown: ComponentType<P> } {
  let ready: ComponentType<P> | undefined;
  const fetch = () =>
    load().then((part) => {
      ready = part.default;
      return part;
    });
  const Late = lazy(fetch) as unknown as ComponentType<P>;
  return {
    fetch: () => void fetch(),
    // biome-ignore lint/correctness/noComponentHookFactories: called once for each module, at its top
    Shown: (props: P) => {
      // Chosen once: another component in its place would forget what was typed.
      const [Part] = useState(() => ready ?? Late);
      return <Part {...props} />;
    },
  };
}
