/** Every address of the application. Pages are loaded when first opened; modules bring their own. */
import type { QueryClient } from "@tanstack/react-query";
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { isProblem } from "@/api/problem";
import { type ModulePage, modules } from "@/records/modules";
import { Toasts } from "@/ui/toast";
import { Broken, NotFound } from "./ErrorPages";
import { keepAsked } from "./entry/asked";
import { loadMeta } from "./session";

function Root() {
  return (
    <>
      <Outlet />
      <Toasts />
    </>
  );
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: Broken,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./SignIn")),
});

const entries = [
  { path: "/forgot", load: () => import("./entry/ForgotPage") },
  { path: "/reset", load: () => import("./entry/ResetPage") },
  { path: "/accept", load: () => import("./entry/AcceptPage") },
  { path: "/enrol", load: () => import("./entry/EnrolPage") },
  { path: "/sso/$id", load: () => import("./entry/ReturnPage") },
].map(({ path, load }) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) }),
);

/** Loads what every page needs to know of its reader; leads whoever may not come in yet to where they can. */
async function come(client: QueryClient, next: string): Promise<void> {
  try {
    await loadMeta(client);
  } catch (error) {
    if (isProblem(error, 401)) throw redirect({ to: "/sign-in", search: next === "/" ? {} : { next } });
    if (isProblem(error) && error.code === "second-factor-missing") throw redirect({ to: "/enrol" });
    throw error;
  }
}

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: lazyRouteComponent(() => import("./Shell")),
  beforeLoad: ({ context, location }) => come(context.client, location.href),
});

const connect = createRoute({
  getParentRoute: () => root,
  path: "/connect",
  component: lazyRouteComponent(() => import("./entry/ConnectPage")),
  beforeLoad: ({ context }) => {
    keepAsked();
    return come(context.client, "/connect");
  },
});

const index = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: () => {
    const home = modules()
      .flatMap((module) => module.navigation ?? [])
      .find((entry) => entry.key === "home");
    throw redirect({ to: home?.path ?? "/o/contact", replace: true });
  },
});
const list = createRoute({
  getParentRoute: () => shell,
  path: "/o/$object",
  component: lazyRouteComponent(() => import("@/records/list/ListPage")),
});
const record = createRoute({
  getParentRoute: () => shell,
  path: "/o/$object/$id",
  component: lazyRouteComponent(() => import("@/records/page/RecordRoute")),
});
const settings = createRoute({
  getParentRoute: () => shell,
  id: "settings",
  component: lazyRouteComponent(() => import("@/modules/settings/SettingsLayout")),
});
const settingsStart = createRoute({ getParentRoute: () => settings, path: "/settings" });

// An address that is nobody's: inside the workspace for who is signed in.
const nowhere = createRoute({ getParentRoute: () => shell, path: "$", component: NotFound });

export function makeRouter(client: QueryClient) {
  const pages = modules().flatMap((module) => module.pages ?? []);
  const under = (parent: AnyRoute, part: readonly ModulePage[]) =>
    part.map(({ path, load }) =>
      createRoute({ getParentRoute: () => parent, path, component: lazyRouteComponent(load) }),
    );
  const inSettings = (page: ModulePage) => page.path.startsWith("/settings/");
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      ...entries,
      connect,
      shell.addChildren([
        index,
        list,
        record,
        settings.addChildren([settingsStart, ...under(settings, pages.filter(inSettings))]),
        ...under(
          shell,
          pages.filter((page) => !inSettings(page)),
        ),
        nowhere,
      ]),
    ]),
    context: { client },
    defaultPreload: "intent",
    defaultPreloadDelay: 60,
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: false,
  });
}
