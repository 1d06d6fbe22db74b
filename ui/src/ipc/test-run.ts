import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type TestRun } from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";

export function useTestRun() {
  return useQuery({ queryKey: keys.testRun, queryFn: () => unwrap(commands.getTestRun()) });
}

function useRun<Input>(run: (input: Input) => Promise<TestRun>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (result) => {
      client.setQueryData<TestRun | null>(keys.testRun, result);
      await refreshAllBut(client, [keys.testRun]);
    },
  });
}

export const useDryRun = () => useRun((key: string) => unwrap(commands.dryRunUser(key)));
export const useProvision = () => useRun((key: string) => unwrap(commands.provisionUser(key)));
export const useCleanUp = () => useRun((_: undefined) => unwrap(commands.cleanUpUser()));
