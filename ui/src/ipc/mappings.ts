import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type MappingRow, type MappingsView } from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";

export function useMappings() {
  return useQuery({ queryKey: keys.mappings, queryFn: () => unwrap(commands.getMappings()) });
}

/** Checks a row as it is typed. The caller debounces; the last answer stays until the next one is there. */
export function useRowCheck(row: MappingRow, enabled: boolean) {
  return useQuery({
    queryKey: keys.rowCheck(row),
    queryFn: () => unwrap(commands.checkRow(row)),
    enabled,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

function useMappingsChange<Input>(change: (input: Input) => Promise<MappingsView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (view) => {
      client.setQueryData<MappingsView>(keys.mappings, view);
      await refreshAllBut(client, [keys.mappings]);
    },
  });
}

export function usePlannedFixes(enabled: boolean) {
  return useQuery({
    queryKey: keys.plannedFixes,
    queryFn: () => unwrap(commands.getPlannedFixes()),
    enabled,
  });
}

export const useSaveRow = () => useMappingsChange((row: MappingRow) => unwrap(commands.saveRow(row)));
export const useRemoveRow = () => useMappingsChange((id: string) => unwrap(commands.removeRow(id)));
export const useFixRow = () => useMappingsChange((id: string) => unwrap(commands.fixRow(id)));
export const useFixAll = () => useMappingsChange((_: undefined) => unwrap(commands.fixAll()));
export const useResetMappings = () => useMappingsChange((_: undefined) => unwrap(commands.resetMappings()));
