import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type StepId, type WizardState } from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";

export const stateQuery = queryOptions({
  queryKey: keys.state,
  queryFn: () => unwrap(commands.getState()),
});

export function useWizardState() {
  return useQuery(stateQuery);
}

export async function takeState(client: QueryClient, state: WizardState) {
  client.setQueryData<WizardState>(keys.state, state);
  await refreshAllBut(client, [keys.state]);
}

export function useGoToStep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: StepId) => unwrap(commands.goToStep(step)),
    // Going somewhere changes no fact: the new place is all there is to take in.
    onSuccess: (state) => client.setQueryData<WizardState>(keys.state, state),
  });
}

export function useStartPractice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(commands.startPractice()),
    onSuccess: (state) => takeState(client, state),
  });
}

export function useStartOver() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (leaveToken: boolean) => unwrap(commands.startOver(leaveToken)),
    onSuccess: (state) => {
      // Drafts and answers of the set-up that is gone go with it.
      client.removeQueries({ type: "inactive" });
      return takeState(client, state);
    },
  });
}

export function useSummary() {
  return useQuery({ queryKey: keys.summary, queryFn: () => unwrap(commands.getSummary()) });
}
