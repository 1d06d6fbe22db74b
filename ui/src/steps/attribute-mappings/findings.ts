import type { MappingDiagnostic, Severity } from "../../ipc/bindings";
import type { StatusShape } from "../../kit/StatusIcon";

export const SEVERITY_SHAPE: Record<Severity, StatusShape> = { error: "fail", warning: "warn", info: "info" };

const RANK: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

/** The findings of one row, or of the table as a whole; worst first. */
export function findingsOf(diagnostics: MappingDiagnostic[], row: string | null): MappingDiagnostic[] {
  return diagnostics.filter((found) => found.row === row).sort((a, b) => RANK[b.severity] - RANK[a.severity]);
}

/** How many rows have exactly one right answer. */
export function fixable(diagnostics: MappingDiagnostic[]): number {
  return new Set(diagnostics.filter((found) => found.fix && found.row !== null).map((found) => found.row))
    .size;
}
