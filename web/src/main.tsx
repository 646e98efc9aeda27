/** Where the browser starts. */
import "@fontsource-variable/inter/wght.css";
import "./ui/tokens.css";
import "./ui/tone.css";
import "./ui/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { whenSignedOut } from "./api/client";
import { keys } from "./api/keys";
import { isProblem } from "./api/problem";
import { profileModule } from "./app/profile";
import { makeRouter } from "./app/router";
import { applyPreferences } from "./lib/preferences";
import { guessLanguage, setLanguage } from "./lib/strings";
import { webModules } from "./modules";
import { registerModules } from "./records/modules";

applyPreferences();
setLanguage(guessLanguage());
registerModules([profileModule, ...webModules]);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Trying again helps against a network that fails, never against an answer.
      retry: (count, error) => count < 2 && (!isProblem(error) || error.status === 0 || error.status >= 502),
    },
  },
});
const router = makeRouter(client);
whenSignedOut(() => {
  // Only for who was signed in: the first question of a stranger is answered by the router.
  if (!client.getQueryData(keys.meta)) return;
  client.clear();
  void router.invalidate();
});

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
