import type { MappingDiagnostic } from "../../ipc/bindings";
import type { EditorMark } from "../../kit/expression/types";

/** What was found about an expression, as marks under its parts. A finding without a part is about all of it. */
export function sourceMarks(found: MappingDiagnostic[], fix: string, use: string): EditorMark[] {
  return found
    .filter((one) => one.field === "source")
    .map((one) => ({
      span: one.span ?? [0, [...one.subject].length],
      severity: one.severity,
      message: one.message,
      fixes: [
        ...(one.fix ? [{ label: fix, text: one.fix.replacement }] : []),
        ...one.offers.map(({ replacement }) => ({ label: `${use} ${replacement}`, text: replacement })),
      ],
    }));
}
