import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useReducer } from "react";

/**
 * A draft of an open form: it outlives a change of step, and is gone when the window closes. Only for what may be seen;
 * a secret never goes here.
 */
export function useDraft<T>(name: string, initial: T): [T, (change: (draft: T) => T) => void] {
  const client = useQueryClient();
  const queryKey = ["drafts", name];
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  useQuery<T>({
    queryKey,
    queryFn: () => client.getQueryData<T>(queryKey) ?? initial,
    initialData: initial,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  // Read from the cache itself, and drawn again in the same turn: the cache tells others a moment later, and a field that shows
  // its old value for that moment would lose the next key.
  const data = client.getQueryData<T>(queryKey) ?? initial;
  return [
    data,
    (change) => {
      client.setQueryData<T>(queryKey, (draft) => change(draft ?? initial));
      drawAgain();
    },
  ];
}
