import type { ScopeClause, ScopeFilter, ScopeGroup } from "../../ipc/bindings";
import { useDraft } from "../../kit/useDraft";

export const newClause = (): ScopeClause => ({
  attribute: "",
  operator: "EQUALS",
  value: "",
  furtherValues: [],
});

export const newGroup = (name: string): ScopeGroup => ({ name, clauses: [newClause()] });

/** The filter as it is edited. It survives looking at another row or step. */
export function useScopeDraft(saved: ScopeFilter) {
  const [draft, change] = useDraft<ScopeFilter | null>("mapping-scope", null);
  const dirty = draft !== null && JSON.stringify(draft) !== JSON.stringify(saved);
  return {
    filter: draft ?? saved,
    dirty,
    set: (filter: ScopeFilter) => change(() => filter),
    drop: () => change(() => null),
  };
}

/** A copy with one group exchanged, or taken out. */
export function withGroup(filter: ScopeFilter, index: number, group: ScopeGroup | null): ScopeFilter {
  return { groups: filter.groups.flatMap((one, at) => (at === index ? (group ? [group] : []) : [one])) };
}

/** A copy with one clause exchanged, or taken out. */
export function withClause(group: ScopeGroup, index: number, clause: ScopeClause | null): ScopeGroup {
  const clauses = group.clauses.flatMap((one, at) => (at === index ? (clause ? [clause] : []) : [one]));
  return { ...group, clauses };
}
