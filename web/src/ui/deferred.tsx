/** A component whose code travels only when it is first shown; its place holds still meanwhile. */
import { type ComponentType, lazy, Suspense } from "react";
import { Skeleton } from "./atoms";

export function deferred<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  height = 96,
): ComponentType<P> {
  const Inner = lazy(load) as unknown as ComponentType<P>;
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each module, at its top
  return function Deferred(props: P) {
    return (
      <Suspense fallback={height ? <Skeleton height={height} /> : null}>
        <Inner {...props} />
      </Suspense>
    );
  };
}
