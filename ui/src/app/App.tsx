import { FluentProvider } from "@fluentui/react-components";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { I18nextProvider } from "react-i18next";
import { i18n } from "../i18n/i18n";
import { Wizard } from "../wizard/Wizard";
import { CrashBoundary } from "./CrashBoundary";
import { darkTheme, lightTheme } from "./theme";
import { useColorScheme } from "./useColorScheme";
import "./global.css";

export function App({ client }: { client: QueryClient }) {
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <Themed />
      </QueryClientProvider>
    </I18nextProvider>
  );
}

function Themed() {
  const scheme = useColorScheme();
  return (
    <FluentProvider
      theme={scheme === "dark" ? darkTheme : lightTheme}
      // Not a class: what floats above the page gets this element's classes too.
      style={{ colorScheme: scheme, height: "100%" }}
      data-theme={scheme}
    >
      <div className="onramp">
        <CrashBoundary>
          <Wizard />
        </CrashBoundary>
      </div>
    </FluentProvider>
  );
}
