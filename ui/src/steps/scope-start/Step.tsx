import { Button } from "@fluentui/react-components";
import { PersonKey24Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useEntra, useSignInToPractice } from "../../ipc/entra";
import { useEntraJob } from "../../ipc/entra-runs";
import { toAppError } from "../../ipc/errors";
import { useGoToStep, useWizardState } from "../../ipc/wizard";
import { EmptyCard } from "../../kit/EmptyCard";
import { ErrorCard } from "../../kit/ErrorCard";
import { clockTime } from "../../kit/format";
import { Loading } from "../../kit/Loading";
import { useFocusKept } from "../../kit/useFocusKept";
import type { StepDefinition } from "../../wizard/contract";
import { Assignees } from "./Assignees";
import { Health } from "./Health";
import { PlanPanel } from "./PlanPanel";
import { RunPanel } from "./RunPanel";
import styles from "./ScopeStart.module.css";
import { Settings } from "./Settings";
import { useNextChange, useStanding } from "./standing";

/** The finding, not the page: what a plan comes to, or how provisioning stands. */
function useHeading() {
  const { t } = useTranslation();
  const { made, fresh, progress, run, stopped } = useStanding();
  const { signedIn = false, tenant } = useEntra().data ?? {};
  const job = useEntraJob(signedIn && run !== null).data;
  const plain = { title: t("scope.title"), subtitle: t("scope.subtitle") };
  if (progress?.pending || stopped) return plain;
  if (made && fresh) {
    const { plan, at } = made;
    const count = plan.actions.length;
    const compared = { tenant: plan.tenant, time: clockTime(at) };
    return count > 0
      ? { title: t("scope.planTitle", { count }), subtitle: t("scope.compared", compared) }
      : { title: plan.headline, subtitle: t("scope.nothingCompared", compared) };
  }
  return job ? { title: job.headline, subtitle: t("scope.running", { tenant: tenant?.name ?? "" }) } : plain;
}

function Body() {
  const { t } = useTranslation();
  const entra = useEntra();
  const { made, progress, run, stopped, undoStopped, undo } = useStanding();
  const busy = progress?.pending === true;
  useFocusKept(`${made?.plan.id} ${run?.id} ${progress?.pending}`, busy);

  if (entra.isLoading) return <Loading label={t("scope.who")} />;
  if (entra.error) return <ErrorCard error={toAppError(entra.error)} />;
  if (!entra.data?.signedIn) return <SignInFirst />;
  const { choices } = entra.data;
  const underWay = busy || stopped || undoStopped;
  return (
    <div className={styles.columns}>
      <div className={styles.left}>
        <Assignees choices={choices} disabled={busy} />
        <Settings choices={choices} disabled={busy} />
      </div>
      <div className={styles.right}>
        {/* A plan that could not even be begun is still on the table, and so is the reason. */}
        {progress?.error && !underWay && <ErrorCard error={progress.error} />}
        {underWay && <RunPanel />}
        {!underWay && <PlanPanel running={run !== null} />}
        {!underWay && run === null && undo && made === null && <RunPanel />}
        {!underWay && run !== null && <Health run={run} />}
      </div>
    </div>
  );
}

function SignInFirst() {
  const { t } = useTranslation();
  const goToStep = useGoToStep();
  const signIn = useSignInToPractice();
  const practice = useWizardState().data?.profile?.mode === "practice";
  return (
    <EmptyCard icon={<PersonKey24Regular />} title={t("scope.signInFirst")} text={t("scope.signInFirstText")}>
      {signIn.error && <ErrorCard error={toAppError(signIn.error)} />}
      {practice ? (
        <Button appearance="primary" disabled={signIn.isPending} onClick={() => signIn.mutate()}>
          {t("entra.signIn")}
        </Button>
      ) : (
        <Button disabled={goToStep.isPending} onClick={() => goToStep.mutate("connect-entra")}>
          {t("scope.toConnect")}
        </Button>
      )}
    </EmptyCard>
  );
}

export const scopeStart: StepDefinition = { id: "scope-start", useHeading, Body, useNextChange };
