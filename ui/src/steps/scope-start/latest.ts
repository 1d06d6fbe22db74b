import type { LogView } from "../../ipc/bindings";

/** The newest entry of each person: what an older one told may be mended since. Entries come newest first. */
export function latest(entries: LogView[]): LogView[] {
  const seen = new Set<string>();
  return entries.filter(({ personId }) => {
    const first = !seen.has(personId);
    seen.add(personId);
    return first;
  });
}
