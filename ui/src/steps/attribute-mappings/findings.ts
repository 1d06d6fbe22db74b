import type { MappingDiagnostic, MappingRow, Severity } from "../../ipc/bindings";
import type { StatusShape } from "../../kit/StatusIcon";

export const SEVERITY_SHAPE: Record<Severity, StatusShape> = { error: "fail", warning: "warn", info: "info" };

const RANK: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

/** The findings of one row, or of the table as a whole; worst first. */
export function findingsOf(diagnostics: MappingDiagnostic[], row: string | null): MappingDiagnostic[] {
  return diagnostics.filter((found) => found.row === row).sort((a, b) => RANK[b.severity] - RANK[a.severity]);
}

/** How many rows have exactly one right answer. */
export function fixable(diagnostics: MappingDiagnostic[]): number {
  const safe = diagnostics.filter((found) => found.fix || found.remedies.some((remedy) => remedy.safe));
  return new Set(safe.filter((found) => found.row !== null).map((found) => found.row)).size;
}

/** The right name of a target that is misspelt and has exactly one right one. */
export function isMisspelt(found: MappingDiagnostic): string | null {
  const { field, firstDifference, fix, offers } = found;
  return field === "target" && firstDifference && fix && offers.length === 0 ? fix.replacement : null;
}

/** The row with a finding's replacement in the field that the finding is about. */
export function mended(row: MappingRow, found: MappingDiagnostic, replacement: string): MappingRow {
  if (found.field === "target") return { ...row, target: replacement };
  if (found.field === "source") return { ...row, source: replacement };
  return row;
}
