import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  commands,
  type DocumentFormat,
  type MappingRow,
  type MappingsView,
  type TableVersion,
} from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";

export function useMappings() {
  return useQuery({ queryKey: keys.mappings, queryFn: () => unwrap(commands.getMappings()) });
}

/**
 * A row as it is typed: what the check says and what it gives for the person. Asked on every keystroke; an answer to an older text
 * is dropped, and the last one stays until the next is there.
 */
export function useExamination(row: MappingRow, person: string | null) {
  return useQuery({ ...examination(row, person), enabled: !isEmpty(row), placeholderData: keepPreviousData });
}

/** Asks about a row before [`useExamination`] does. */
export function useAskedAhead(person: string | null) {
  const client = useQueryClient();
  return (row: MappingRow) => {
    if (!isEmpty(row)) void client.prefetchQuery(examination(row, person));
  };
}

/** A row that is only begun: there is nothing to say of it. */
const isEmpty = (row: MappingRow) => row.target === "" && row.source === "";

function examination(row: MappingRow, person: string | null) {
  return {
    queryKey: keys.examination(row, person),
    queryFn: () => unwrap(commands.examineRow(row, person)),
    gcTime: 60_000,
  };
}

export function useSourceAttributes(person: string | null) {
  return useQuery({
    queryKey: keys.sourceAttributes(person),
    queryFn: () => unwrap(commands.getSourceAttributes(person)),
    placeholderData: keepPreviousData,
  });
}

export function useFunctions(enabled: boolean) {
  return useQuery({
    queryKey: keys.functions,
    queryFn: () => unwrap(commands.getFunctions()),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What an editor of expressions asks at the caret. Nothing of it is kept. */
export function expressionHelp(person: string | null) {
  return {
    complete: (text: string, place: number) => unwrap(commands.completeExpression(text, place, person)),
    signature: (text: string, place: number) => unwrap(commands.getSignature(text, place)),
    hover: (text: string, place: number) => unwrap(commands.explainName(text, place, person)),
    format: (text: string) => unwrap(commands.formatExpression(text)),
  };
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
export const useApplyRemedy = () =>
  useMappingsChange(({ row, code, title }: { row: string | null; code: string; title: string }) =>
    unwrap(commands.applyRemedy(row, code, title)),
  );
export const useUndo = () => useMappingsChange((_: undefined) => unwrap(commands.undoMappings()));
export const useRedo = () => useMappingsChange((_: undefined) => unwrap(commands.redoMappings()));

/** Role sync as it stands. Asked anew whenever somebody looks: what is chosen begins with it. */
export function useRoleSync() {
  return useQuery({ queryKey: keys.roleSync, queryFn: () => unwrap(commands.getRoleSync()), gcTime: 0 });
}

/** Switches role sync on with a candidate, or off. */
export const useSwitchRoleSync = () =>
  useMappingsChange((candidate: string | null) => unwrap(commands.switchRoleSync(candidate)));

/** What differs between two versions of the table, once somebody looks. */
export function useMappingChanges(before: TableVersion, after: TableVersion, enabled: boolean) {
  return useQuery({
    queryKey: keys.mappingChanges(before, after),
    queryFn: () => unwrap(commands.getMappingChanges(before, after)),
    enabled,
  });
}

export function useExportedMapping(format: DocumentFormat) {
  return useQuery({
    queryKey: keys.exportedMapping(format),
    queryFn: () => unwrap(commands.exportMappings(format)),
    placeholderData: keepPreviousData,
  });
}

/** Asks for a file; `null` where none was picked. */
export const openMappingFile = () => unwrap(commands.openMappingFile());
export const previewImport = (name: string, text: string) => unwrap(commands.previewImport(name, text));
/** Asks for a place and writes there; the place, or `null` where none was picked. */
export const saveMappingFile = (format: DocumentFormat) => unwrap(commands.saveMappingFile(format));
export const useImportMappings = () =>
  useMappingsChange(({ name, text }: { name: string; text: string }) =>
    unwrap(commands.importMappings(name, text)),
  );
