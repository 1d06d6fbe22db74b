import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type ProbeReport } from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";
import { takeState } from "./wizard";

export type ConnectionInput = Parameters<typeof commands.saveConnection>[0];

export function useProbe() {
  return useQuery({ queryKey: keys.probe, queryFn: () => unwrap(commands.getProbe()) });
}

/** Saves the connection. Not a mutation on purpose: its input may hold a token, and mutations keep their input. */
export function useSaveConnection() {
  const client = useQueryClient();
  return async (input: ConnectionInput) => takeState(client, await unwrap(commands.saveConnection(input)));
}

export function useRunProbe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(commands.probeRamp()),
    onSuccess: async (report) => {
      client.setQueryData<ProbeReport | null>(keys.probe, report);
      await refreshAllBut(client, [keys.probe]);
    },
  });
}
