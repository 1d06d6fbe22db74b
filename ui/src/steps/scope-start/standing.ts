import { useTranslation } from "react-i18next";
import type { EntraChoices, RunAction, RunView } from "../../ipc/bindings";
import { useEntra } from "../../ipc/entra";
import {
  type MadePlan,
  type RunProgress,
  standingRun,
  useApply,
  useEntraRuns,
  usePlan,
  useRunProgress,
} from "../../ipc/entra-runs";
import { useMappings } from "../../ipc/mappings";
import { usePracticeSettings } from "../../ipc/practice";
import { useWizardState } from "../../ipc/wizard";
import { useDraft } from "../../kit/useDraft";
import type { NextChange } from "../../wizard/contract";

/** What a plan rests on, as one text: another text, and the plan is out of date. `null` while something of it is not read. */
export function useBasis(): string | null {
  const entra = useEntra().data;
  const mappings = useMappings().data;
  const settings = usePracticeSettings().data;
  const url = useWizardState().data?.profile?.scimUrl;
  if (!entra || !mappings || !settings) return null;
  const { rows, actions, scope } = mappings;
  return JSON.stringify([entra.choices, entra.tenant?.id, rows, actions, scope, settings, url]);
}

/** What was agreed to, plan by plan: another plan begins without. */
type Agreed = { plan: string; typed: string; overwrite: boolean };

export function useConsent(plan: string | null) {
  const [kept, change] = useDraft<Agreed>("entra-consent", { plan: "", typed: "", overwrite: false });
  const own = plan !== null && kept.plan === plan;
  const { typed, overwrite } = own ? kept : { typed: "", overwrite: false };
  const set = (next: Partial<Agreed>) => change(() => ({ plan: plan ?? "", typed, overwrite, ...next }));
  return {
    typed,
    overwrite,
    setTyped: (text: string) => set({ typed: text }),
    setOverwrite: (on: boolean) => set({ overwrite: on }),
  };
}

/** Where the step stands: what is under way or stopped comes first, then a plan on the table, then what was applied. */
export type Standing = {
  made: MadePlan | null;
  fresh: boolean;
  progress: RunProgress | null;
  /** The run the tenant stands on. */
  run: RunView | null;
  /** It was begun and did not end. */
  stopped: boolean;
  /** Its taking back was begun and did not end. */
  undoStopped: boolean;
  /** The newest run, where it took another one back. */
  undo: RunView | null;
};

export function useStanding(): Standing {
  const made = usePlan();
  const progress = useRunProgress();
  const runs = useEntraRuns().data ?? [];
  const entra = useEntra().data;
  const basis = useBasis();
  const run = standingRun(runs, entra?.run ?? null);
  const newest = runs[0] ?? null;
  const undo = newest?.undoes ? newest : null;
  const undoStopped = run !== null && runs.some((other) => other.undoes === run.id && !other.done);
  return {
    made,
    fresh: made !== null && made.basis === basis,
    progress,
    run,
    stopped: run !== null && !run.done && !undoStopped,
    undoStopped,
    undo: undo?.done ? undo : null,
  };
}

/** The first action that replaces what somebody else may have saved. */
export const asking = (actions: RunAction[]) => actions.find((action) => action.asksFirst);

/** Apply stands where Next does, with the count, once there is a plan to apply. */
export function useNextChange(): NextChange | null {
  const { t } = useTranslation();
  const { made, fresh, progress, run, stopped, undoStopped } = useStanding();
  const consent = useConsent(made?.plan.id ?? null);
  const apply = useApply();
  const signedIn = useEntra().data?.signedIn === true;
  if (!signedIn || progress?.pending || stopped || undoStopped) return "quiet";
  if (!made) return run ? null : "quiet";
  const { id, actions, guard } = made.plan;
  if (!fresh) return "quiet";
  if (actions.length === 0) return null;
  const wanted = guard.confirm;
  const asks = asking(actions);
  const typed = consent.typed.trim() === "" ? null : Number(consent.typed);
  const counted = wanted === null || typed === wanted;
  const agreed = !asks || consent.overwrite;
  return {
    instead: {
      label: t("scope.applyCount", { count: actions.length }),
      open: counted && agreed,
      reason: !counted
        ? t("scope.applyNumber", { count: wanted })
        : !agreed
          ? t("scope.applyAgree", { summary: asks.summary })
          : t("scope.applyReady"),
      onPress: () => void apply({ run: id, actions }, { people: typed, overwrite: consent.overwrite }),
    },
  };
}

/** Choices as they are worked with: what the core leaves out has its default. */
export function complete(choices: EntraChoices) {
  return {
    assign: choices.assign ?? [],
    testGroup: choices.testGroup ?? null,
    syncAll: choices.syncAll ?? false,
    emails: choices.notificationEmails ?? [],
    threshold: choices.deletionThreshold ?? null,
  };
}
