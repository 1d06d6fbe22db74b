import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { commands } from "./bindings";
import { unwrap } from "./call";
import { keys } from "./keys";

export function usePeople() {
  return useQuery({ queryKey: keys.people, queryFn: () => unwrap(commands.listPeople()) });
}

/** The person who was looked at last, also after a restart. */
export function usePreviewKey() {
  return useQuery({ queryKey: keys.previewKey, queryFn: () => unwrap(commands.getPreviewKey()) });
}

/** The preview of one person. Asking for it also remembers the choice, so what rests on that is asked for again. */
export function usePersonPreview(key: string | null) {
  return useQuery({
    queryKey: keys.preview(key ?? ""),
    queryFn: async ({ client }) => {
      const preview = await unwrap(commands.previewPerson(key ?? ""));
      for (const queryKey of [keys.state, keys.previewKey, keys.summary]) {
        void client.invalidateQueries({ queryKey });
      }
      return preview;
    },
    enabled: key !== null,
    placeholderData: keepPreviousData,
  });
}
