import { Button } from "@fluentui/react-components";
import { Folder20Regular, ShieldLock20Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { toAppError } from "../../ipc/errors";
import { useGoToStep, useStartOver, useStartPractice, useWizardState } from "../../ipc/wizard";
import { EmptyCard } from "../../kit/EmptyCard";
import { ErrorCard } from "../../kit/ErrorCard";
import { useFocusKept } from "../../kit/useFocusKept";
import type { StepDefinition } from "../../wizard/contract";
import { ContinueCard, PractiseCard } from "./cards";
import { isComplete, placeToContinue } from "./place";
import styles from "./Start.module.css";

function useHeading() {
  const { t } = useTranslation();
  const state = useWizardState().data;
  if (!state?.profile) return { title: t("start.title"), subtitle: t("start.subtitle") };
  return {
    title: t("start.title"),
    subtitle: isComplete(state.steps) ? t("start.completeSubtitle") : t("start.welcomeBackSubtitle"),
  };
}

function Body() {
  const { t } = useTranslation();
  const state = useWizardState().data;
  const startPractice = useStartPractice();
  const startOver = useStartOver();
  const goToStep = useGoToStep();
  const failure = startPractice.error ?? startOver.error ?? goToStep.error;
  const busy = startPractice.isPending || startOver.isPending || goToStep.isPending;
  const profile = state?.profile;
  const place = state && profile ? placeToContinue(state.steps) : undefined;
  useFocusKept(`${profile?.id} ${failure?.message}`, busy);

  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {failure && (
          <ErrorCard error={toAppError(failure)}>
            {startOver.error && toAppError(startOver.error).code.startsWith("keychain.") && (
              <Button size="small" disabled={busy} onClick={() => startOver.mutate(true)}>
                {t("start.leaveToken")}
              </Button>
            )}
          </ErrorCard>
        )}
        {profile && place ? (
          <ContinueCard
            profile={profile}
            place={place}
            complete={isComplete(state.steps)}
            busy={busy}
            onContinue={() => goToStep.mutate(place.id)}
            onStartOver={() => startOver.mutate(false)}
          />
        ) : (
          <PractiseCard busy={busy} onStart={() => startPractice.mutate()} />
        )}
        <p className={styles.line}>
          <ShieldLock20Regular aria-hidden /> {t("start.keychain")}
        </p>
        <p className={styles.quiet}>{t("start.notYet")}</p>
      </div>
      {!profile && (
        <aside className={styles.aside} aria-label={t("start.savedProfile")}>
          <h2 className={styles.asideTitle}>{t("start.savedProfile")}</h2>
          <EmptyCard icon={<Folder20Regular />} title={t("start.noneYet")} text={t("start.noneYetText")} />
        </aside>
      )}
    </div>
  );
}

export const start: StepDefinition = { id: "start", useHeading, Body };
