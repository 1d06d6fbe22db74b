import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Actions, commands, type MappingsView, type ScopeFilter } from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";

/** Who is in by a filter as it is edited. Asked on every change; the last answer stays until the next is there. */
export function useScopeExamination(filter: ScopeFilter) {
  return useQuery({
    queryKey: keys.scopeExamination(filter),
    queryFn: () => unwrap(commands.examineScope(filter)),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useScopeOperators() {
  return useQuery({
    queryKey: keys.scopeOperators,
    queryFn: () => unwrap(commands.getScopeOperators()),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function useChange<Input>(change: (input: Input) => Promise<MappingsView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (view) => {
      client.setQueryData<MappingsView>(keys.mappings, view);
      await refreshAllBut(client, [keys.mappings]);
    },
  });
}

export const useSaveScope = () => useChange((filter: ScopeFilter) => unwrap(commands.saveScope(filter)));
export const useSaveActions = () => useChange((actions: Actions) => unwrap(commands.saveActions(actions)));
