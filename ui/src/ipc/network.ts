import { useQuery, useQueryClient } from "@tanstack/react-query";
import { commands } from "./bindings";
import { unwrap } from "./call";
import { keys } from "./keys";
import { takeState } from "./wizard";

export type NetworkInput = Parameters<typeof commands.saveNetwork>[0];

export function useNetwork() {
  return useQuery({ queryKey: keys.network, queryFn: () => unwrap(commands.getNetwork()) });
}

/** Saves the way to the service. Not a mutation on purpose: its input may hold a password, and mutations keep their input. */
export function useSaveNetwork() {
  const client = useQueryClient();
  return async (input: NetworkInput) => takeState(client, await unwrap(commands.saveNetwork(input)));
}
