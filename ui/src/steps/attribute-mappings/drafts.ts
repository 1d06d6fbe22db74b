import type { MappingRow } from "../../ipc/bindings";
import { useDraft } from "../../kit/useDraft";

/** A row without an id is added at the end when it is saved. */
export const NEW_ROW: MappingRow = {
  id: "",
  target: "",
  type: "direct",
  source: "",
  defaultValue: null,
  matchingPrecedence: null,
  apply: "always",
};

type Drafts = Record<string, MappingRow>;
const NONE: Drafts = {};

/** Rows that were changed and not saved. They survive looking at another row or step. */
export function useRowDrafts() {
  const [drafts, change] = useDraft<Drafts>("mapping-rows", NONE);
  return {
    ids: Object.keys(drafts),
    has: (id: string) => id in drafts,
    of: (saved: MappingRow) => drafts[saved.id] ?? saved,
    set: (saved: MappingRow, row: MappingRow) =>
      change(({ [row.id]: _, ...others }) => (same(saved, row) ? others : { ...others, [row.id]: row })),
    drop: (id: string) => change(({ [id]: _, ...others }) => others),
    clear: () => change(() => NONE),
  };
}

export type RowDrafts = ReturnType<typeof useRowDrafts>;

function same(a: MappingRow, b: MappingRow) {
  return (
    a.target === b.target &&
    a.type === b.type &&
    a.source === b.source &&
    a.defaultValue === b.defaultValue &&
    a.matchingPrecedence === b.matchingPrecedence &&
    a.apply === b.apply
  );
}
