import { useQueryClient } from "@tanstack/react-query";
import type { MappingRow } from "../../ipc/bindings";
import { setDraft, useDraft, useOfDraft } from "../../kit/useDraft";

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
const NAME = "mapping-rows";

/** The row as it is being typed. A draft survives looking at another row or step. */
export function useRowDraft(saved: MappingRow) {
  const [drafts, change] = useDraft<Drafts>(NAME, NONE);
  return {
    row: drafts[saved.id] ?? saved,
    dirty: saved.id in drafts,
    set: (row: MappingRow) =>
      change(({ [row.id]: _, ...others }) => (same(saved, row) ? others : { ...others, [row.id]: row })),
    drop: () => change(({ [saved.id]: _, ...others }) => others),
  };
}

/** The rows that were changed and not saved. Who needs no more than that is not drawn again with every letter. */
export function useDraftIds(): string[] {
  return useOfDraft(NAME, NONE, ids);
}

const ids = (drafts: Drafts) => Object.keys(drafts);

/** Forgets all that was typed and not saved. */
export function useClearDrafts() {
  const client = useQueryClient();
  return () => setDraft<Drafts>(client, NAME, () => NONE);
}

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
