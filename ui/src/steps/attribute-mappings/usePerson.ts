import { usePeople, usePreviewKey } from "../../ipc/people";
import { useDraft } from "../../kit/useDraft";

/** Whose values are shown beside the rows: the one picked here, else the one previewed last, else the first assigned. */
export function usePerson() {
  const people = usePeople().data ?? [];
  const previewed = usePreviewKey().data ?? null;
  const [picked, pick] = useDraft<string | null>("mapping-person", null);
  const known = (key: string | null) => (people.some((person) => person.key === key) ? key : null);
  const first = people.find((person) => person.assigned) ?? people[0];
  return {
    people,
    key: known(picked) ?? known(previewed) ?? first?.key ?? null,
    pick: (key: string) => pick(() => key),
  };
}
