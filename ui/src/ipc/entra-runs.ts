import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AppError, commands, type JobView, type Plan, type RunAction, type RunView } from "./bindings";
import { unwrap } from "./call";
import { toAppError } from "./errors";
import { channel } from "./host";
import { keys, refreshAllBut } from "./keys";

/** A plan, with what it rests on and when it was made. */
export type MadePlan = { plan: Plan; basis: string; at: string };

/** How a run goes on, or how it stopped. */
export type RunProgress = {
  kind: "apply" | "undo";
  run: string;
  actions: RunAction[];
  pending: boolean;
  error: AppError | null;
};

/** How often a first cycle is looked at. */
const LOOK_EVERY = 2_000;

/** Kept by the window alone until it closes: the plan on the table, and the run under way. */
function useKept<T>(queryKey: readonly string[]) {
  const client = useQueryClient();
  return (
    useQuery<T | null>({
      queryKey,
      queryFn: () => client.getQueryData<T>(queryKey) ?? null,
      initialData: null,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
    }).data ?? null
  );
}

export const usePlan = () => useKept<MadePlan>(keys.entraPlan);
export const useRunProgress = () => useKept<RunProgress>(keys.entraProgress);

/** Asks what would be done. `basis` is what it rests on, to tell later whether that still holds. */
export function useMakePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (basis: string): Promise<MadePlan> => ({
      plan: await unwrap(commands.planEntra()),
      basis,
      at: new Date().toISOString(),
    }),
    onSuccess: (made) => {
      client.setQueryData<MadePlan | null>(keys.entraPlan, made);
      client.setQueryData<RunProgress | null>(keys.entraProgress, null);
    },
  });
}

/** Puts the plan aside. Nothing of it was done. */
export function useDropPlan() {
  const client = useQueryClient();
  return () => client.setQueryData<MadePlan | null>(keys.entraPlan, null);
}

type Wanted = { run: string; actions: RunAction[] };
export type Consent = { people: number | null; overwrite: boolean };

/** Carries a plan out, or goes on with it. How far it is, is in [`useRunProgress`]. */
export function useApply() {
  const client = useQueryClient();
  return ({ run, actions }: Wanted, { people, overwrite }: Consent) =>
    carryOut(client, { kind: "apply", run, actions }, (progress) =>
      commands.applyEntra(run, people, overwrite, progress),
    );
}

/** Takes a run back, or goes on taking it back. */
export function useUndoRun() {
  const client = useQueryClient();
  return ({ run, actions }: Wanted) =>
    carryOut(client, { kind: "undo", run, actions: [...actions].reverse() }, (progress) =>
      commands.undoEntra(run, progress),
    );
}

type Ask = (progress: Parameters<typeof commands.undoEntra>[1]) => ReturnType<typeof commands.undoEntra>;

async function carryOut(client: QueryClient, begun: Pick<RunProgress, "kind" | "run" | "actions">, ask: Ask) {
  const set = (change: (progress: RunProgress) => RunProgress | null) =>
    client.setQueryData<RunProgress | null>(keys.entraProgress, (progress) => progress && change(progress));
  client.setQueryData<RunProgress>(keys.entraProgress, { ...begun, pending: true, error: null });
  const told = channel<RunAction>((one) =>
    set((progress) => ({
      ...progress,
      actions: progress.actions.map((action) => (action.id === one.id ? one : action)),
    })),
  );
  let error: AppError | null = null;
  try {
    await unwrap(ask(told));
    client.setQueryData<MadePlan | null>(keys.entraPlan, null);
  } catch (thrown) {
    error = toAppError(thrown);
  }
  // What the journal has is on the screen before the progress goes, so that nothing flickers between.
  await refreshAllBut(client, []);
  set((progress) => (error ? { ...progress, pending: false, error } : null));
}

/** Every run of this set-up, newest first. */
export function useEntraRuns() {
  return useQuery({ queryKey: keys.entraRuns, queryFn: () => unwrap(commands.getEntraRuns()) });
}

/** How the job stands; asked again and again while its first cycle runs. */
export function useEntraJob(enabled: boolean) {
  return useQuery({
    queryKey: keys.entraJob,
    queryFn: () => unwrap(commands.getEntraJob()),
    enabled,
    refetchInterval: ({ state }) => (state.data?.state === "first-cycle" ? LOOK_EVERY : false),
  });
}

/** What the job did. It follows the job: a cycle that ended has new entries. */
export function useEntraLogs(job: JobView | null | undefined) {
  return useQuery({
    queryKey: keys.entraLogs(job?.lastEnded ?? null),
    queryFn: () => unwrap(commands.getEntraLogs()),
    enabled: job !== null && job !== undefined,
    staleTime: 0,
  });
}

function useThenRefresh<Input, Output>(work: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => refreshAllBut(client, []) });
}

export const useAdvance = () =>
  useThenRefresh((minutes: number) => unwrap(commands.advancePractice(minutes)));
export const usePause = () => useThenRefresh((_: undefined) => unwrap(commands.pauseEntra()));
export const useProvisionThroughEntra = () =>
  useThenRefresh((person: string) => unwrap(commands.provisionThroughEntra(person)));
export const useDriftCheck = () =>
  useMutation({ mutationFn: (_: undefined) => unwrap(commands.getEntraDrift()) });

/** The run that the tenant stands on, where one does: the one kept last, or the newest that was not taken back. */
export function standingRun(runs: readonly RunView[], kept: string | null): RunView | null {
  const applied = runs.filter((run) => run.undoes === null && !run.undone);
  return applied.find((run) => run.id === kept) ?? applied[0] ?? null;
}
