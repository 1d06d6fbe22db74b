import { usePreferences } from "../ipc/preferences";
import { useMediaQuery } from "../kit/useMediaQuery";

/** Light or dark: what was chosen, or what the system says. */
export function useColorScheme(): "light" | "dark" {
  const systemIsDark = useMediaQuery("(prefers-color-scheme: dark)");
  const chosen = usePreferences().data?.theme ?? "system";
  if (chosen !== "system") return chosen;
  return systemIsDark ? "dark" : "light";
}
