import { useQuery, useQueryClient } from "@tanstack/react-query";

/**
 * A draft of an open form: it outlives a change of step, and is gone when the window closes. Only for what may be seen;
 * a secret never goes here.
 */
export function useDraft<T>(name: string, initial: T): [T, (change: (draft: T) => T) => void] {
  const client = useQueryClient();
  const queryKey = ["drafts", name];
  const { data = initial } = useQuery<T>({
    queryKey,
    queryFn: () => client.getQueryData<T>(queryKey) ?? initial,
    initialData: initial,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return [data, (change) => client.setQueryData<T>(queryKey, (draft) => change(draft ?? initial))];
}
