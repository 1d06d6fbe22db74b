import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { DocumentFormat, MappingRow, ScopeFilter, TableVersion } from "./bindings";

/** One cache key per command that reads. */
export const keys = {
  state: ["state"],
  preferences: ["preferences"],
  probe: ["probe"],
  network: ["network"],
  practiceSettings: ["practice-settings"],
  practiceStatus: ["practice-status"],
  practiceOptions: ["practice-options"],
  practiceSync: ["practice-sync"],
  practiceTokens: ["practice-tokens"],
  practiceNews: (newest: number) => ["practice-news", newest] as const,
  runEvents: (run: string) => ["run-events", run] as const,
  mappings: ["mappings"],
  examination: (row: MappingRow, person: string | null) => ["examination", row, person] as const,
  sourceAttributes: (person: string | null) => ["source-attributes", person] as const,
  functions: ["functions"],
  scopeExamination: (filter: ScopeFilter) => ["scope-examination", filter] as const,
  scopeOperators: ["scope-operators"],
  mappingChanges: (before: TableVersion, after: TableVersion) => ["mapping-changes", before, after] as const,
  exportedMapping: (format: DocumentFormat) => ["exported-mapping", format] as const,
  plannedFixes: ["planned-fixes"],
  roleSync: ["role-sync"],
  people: ["people"],
  previewKey: ["preview-key"],
  preview: (key: string) => ["preview", key] as const,
  testRun: ["test-run"],
  summary: ["summary"],
  entra: ["entra"],
  assignees: (text: string) => ["assignees", text] as const,
  entraPlan: ["entra-plan"],
  entraProgress: ["entra-progress"],
  entraRuns: ["entra-runs"],
  entraJob: ["entra-job"],
  entraLogs: (lastEnded: string | null) => ["entra-logs", lastEnded] as const,
} as const;

/** Kept as they are when something changes: drafts, a plan and a run under way are the window's own, preferences stand alone. */
const UNTOUCHED = new Set<unknown>(["drafts", "preferences", "entra-plan", "entra-progress"]);

/** Any change may move the state of other steps, so all that was read is asked for again, but for what just came. */
export function refreshAllBut(client: QueryClient, fresh: readonly QueryKey[]) {
  const freshRoots = new Set<unknown>(fresh.map((key) => key[0]));
  return client.invalidateQueries({
    predicate: ({ queryKey }) => !UNTOUCHED.has(queryKey[0]) && !freshRoots.has(queryKey[0]),
  });
}
