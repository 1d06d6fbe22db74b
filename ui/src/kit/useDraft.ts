import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useReducer } from "react";

/**
 * A draft of an open form: it outlives a change of step, and is gone when the window closes. Only for what may be seen;
 * a secret never goes here.
 */
export function useDraft<T>(name: string, initial: T): [T, (change: (draft: T) => T) => void] {
  const client = useQueryClient();
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  useQuery(draft(client, name, initial));
  // Read from the cache itself, and drawn again in the same turn: the cache tells others a moment later, and a field that shows
  // its old value for that moment would lose the next key.
  const data = client.getQueryData<T>(key(name)) ?? initial;
  return [
    data,
    (change) => {
      setDraft<T>(client, name, (draft) => change(draft ?? initial));
      drawAgain();
    },
  ];
}

/** What is needed of a draft that others change. Drawn again when that changes, and not with every letter of the draft. */
export function useOfDraft<T, Part>(name: string, initial: T, select: (draft: T) => Part): Part {
  const client = useQueryClient();
  const { data } = useQuery({ ...draft(client, name, initial), select });
  return data ?? select(initial);
}

/** Changes a draft from outside its form. */
export function setDraft<T>(client: QueryClient, name: string, change: (draft: T | undefined) => T) {
  client.setQueryData<T>(key(name), change);
}

const key = (name: string) => ["drafts", name];

function draft<T>(client: QueryClient, name: string, initial: T) {
  return {
    queryKey: key(name),
    queryFn: () => client.getQueryData<T>(key(name)) ?? initial,
    initialData: initial,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  };
}
