import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type PracticeNews, type PracticeSettings } from "./bindings";
import { unwrap } from "./call";
import { keys, refreshAllBut } from "./keys";

/** How often an open event list looks for more. */
const LOOK_EVERY = 2_000;

export function usePracticeStatus(enabled: boolean) {
  return useQuery({
    queryKey: keys.practiceStatus,
    queryFn: () => unwrap(commands.getPracticeStatus()),
    enabled,
  });
}

export function usePracticeSettings() {
  return useQuery({
    queryKey: keys.practiceSettings,
    queryFn: () => unwrap(commands.getPracticeSettings()),
  });
}

export function usePracticeOptions() {
  return useQuery({
    queryKey: keys.practiceOptions,
    queryFn: () => unwrap(commands.getPracticeOptions()),
  });
}

/** Saves the page: what applies where a person has none, and whether roles come from Entra. */
export function useSavePracticeSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ roleSync, ...settings }: PracticeSettings & { roleSync: boolean }) => {
      const options = await unwrap(commands.getPracticeOptions());
      await unwrap(commands.setPracticeOptions({ ...options, roleSync }));
      return unwrap(commands.setPracticeSettings(settings));
    },
    onSuccess: async (settings) => {
      client.setQueryData<PracticeSettings>(keys.practiceSettings, settings);
      await refreshAllBut(client, [keys.practiceSettings]);
    },
  });
}

export function usePracticeSync() {
  return useQuery({
    queryKey: keys.practiceSync,
    queryFn: () => unwrap(commands.getPracticeSync()),
    // SCIM moves it, not only the window.
    staleTime: 0,
  });
}

export function usePracticeTokens() {
  return useQuery({
    queryKey: keys.practiceTokens,
    queryFn: () => unwrap(commands.getPracticeTokens()),
    staleTime: 0,
  });
}

/**
 * What ends or makes tokens. A new token goes straight to the caller and into no cache, so none of these is a mutation.
 * What rested on a token that ended is asked for again.
 */
export function usePracticeTokenActions() {
  const client = useQueryClient();
  async function then<T>(done: Promise<T>): Promise<T> {
    const result = await done;
    await refreshAllBut(client, []);
    return result;
  }
  return {
    generate: async () => (await then(unwrap(commands.generatePracticeToken()))).token,
    rotate: async (fingerprint: string) =>
      (await then(unwrap(commands.rotatePracticeToken(fingerprint)))).token,
    revoke: (fingerprint: string) => then(unwrap(commands.revokePracticeToken(fingerprint))),
    disconnect: () => then(unwrap(commands.disconnectPractice())),
  };
}

/** The latest events, kept up to date: after the first look only what came since is asked for. */
export function usePracticeNews(newest: number) {
  const client = useQueryClient();
  const queryKey = keys.practiceNews(newest);
  return useQuery({
    queryKey,
    queryFn: async () => {
      const known = client.getQueryData<PracticeNews>(queryKey)?.events ?? [];
      const news = await unwrap(commands.getPracticeNews(known.at(-1)?.number ?? 0, newest));
      return { ...news, events: [...stillThere(known, news), ...news.events].slice(-newest) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY,
    staleTime: 0,
  });
}

/** A number is never given twice, so what is older than the oldest is gone. */
function stillThere(known: PracticeNews["events"], { oldest }: PracticeNews) {
  return oldest === 0 ? [] : known.filter((event) => event.number >= oldest);
}

/** What a real run came to in the practice Ramp. */
export function useRunEvents(run: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.runEvents(run),
    queryFn: () => unwrap(commands.getRunEvents()),
    enabled,
    staleTime: 0,
  });
}

export function useConfirmEmail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) => unwrap(commands.confirmPracticeEmail(userId)),
    onSuccess: () => refreshAllBut(client, []),
  });
}
