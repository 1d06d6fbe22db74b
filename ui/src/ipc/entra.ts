import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type EntraChoices, type EntraView } from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";

/** The Entra side as it is known: tenant, sign-in, choices, and the run that set it up. */
export function useEntra() {
  return useQuery({ queryKey: keys.entra, queryFn: () => unwrap(commands.getEntra()) });
}

/** Signs in to the practice tenant. Its token stays in the core. */
export function useSignInToPractice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(commands.connectPracticeEntra()),
    onSuccess: async (view) => {
      client.setQueryData<EntraView>(keys.entra, view);
      await refreshAllBut(client, [keys.entra]);
    },
  });
}

export type ChangeOfChoices = (choices: EntraChoices) => EntraChoices;

/** What the tenant answers about itself: a choice changes nothing of it. */
const OF_THE_TENANT = [keys.entra, keys.entraRuns, keys.entraJob, ["entra-logs"], ["assignees"]] as const;

/**
 * Changes what was chosen, and keeps it. Changes are saved in their order, each on top of those before it; what the core
 * refuses changes nothing.
 */
export function useChangeChoices() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: "entra-choices" },
    mutationFn: (change: ChangeOfChoices) => {
      const view = client.getQueryData<EntraView>(keys.entra);
      if (!view) throw new Error("the choices are not read yet");
      return unwrap(commands.saveEntraChoices(change(view.choices)));
    },
    onSuccess: async (view) => {
      client.setQueryData<EntraView>(keys.entra, view);
      await refreshAllBut(client, OF_THE_TENANT);
    },
  });
}

/** Groups and people whose name begins with a text. */
export function useFoundAssignees(text: string) {
  return useQuery({
    queryKey: keys.assignees(text),
    queryFn: () => unwrap(commands.findAssignees(text)),
    enabled: text.trim() !== "",
    gcTime: 60_000,
  });
}
