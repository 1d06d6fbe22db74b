import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type Preferences } from "./bindings";
import { unwrap } from "./call";
import { keys } from "./keys";

export type ThemeChoice = Preferences["theme"];

export function usePreferences() {
  return useQuery({
    queryKey: keys.preferences,
    queryFn: () => unwrap(commands.getPreferences()),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSetTheme() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (theme: ThemeChoice) => unwrap(commands.setTheme(theme)),
    onSuccess: (preferences) => client.setQueryData<Preferences>(keys.preferences, preferences),
  });
}
