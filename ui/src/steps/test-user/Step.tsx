import { PersonArrowRight24Regular } from "@fluentui/react-icons";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toAppError } from "../../ipc/errors";
import { usePeople, usePreviewKey } from "../../ipc/people";
import { useCleanUp, useDryRun, useProvision, useTestRun } from "../../ipc/test-run";
import { EmptyCard } from "../../kit/EmptyCard";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { PersonPicker } from "../../kit/PersonPicker";
import { useFocusKept } from "../../kit/useFocusKept";
import type { StepDefinition } from "../../wizard/contract";
import { useNextGate } from "../../wizard/status";
import { RunActions } from "./RunActions";
import { RunResult } from "./RunResult";
import styles from "./TestUser.module.css";

function useHeading() {
  const { t } = useTranslation();
  return { title: t("test.title"), subtitle: t("test.subtitle") };
}

function Body() {
  const { t } = useTranslation();
  const people = usePeople();
  const lastRun = useTestRun();
  const previewed = usePreviewKey();
  const gate = useNextGate("test-user");
  const dryRun = useDryRun();
  const provision = useProvision();
  const cleanUp = useCleanUp();
  const [picked, setPicked] = useState<string | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const busy = dryRun.isPending || provision.isPending || cleanUp.isPending;
  useFocusKept(lastRun.data, busy);

  if (people.isLoading || lastRun.isLoading || previewed.isLoading) {
    return <Loading label={t("people.loading")} />;
  }

  // A test that stands in Ramp comes first: it has to be seen, and put back.
  const standing = lastRun.data?.canCleanUp ? lastRun.data.personKey : null;
  const key = picked ?? standing ?? previewed.data ?? lastRun.data?.personKey ?? null;
  const person = people.data?.find((candidate) => candidate.key === key) ?? null;
  const run = lastRun.data && lastRun.data.personKey === key ? lastRun.data : null;
  const failure =
    dryRun.error ?? provision.error ?? cleanUp.error ?? people.error ?? lastRun.error ?? previewed.error;

  function start(change: () => void) {
    for (const earlier of [dryRun, provision, cleanUp]) earlier.reset();
    change();
  }

  return (
    <>
      <div className={styles.bar} ref={bar}>
        <PersonPicker people={people.data ?? []} selected={key} onSelect={setPicked} disabled={busy} />
        {person && (
          <RunActions
            person={person.displayName}
            run={run}
            filled={!gate.open}
            busy={busy}
            onDryRun={() => start(() => dryRun.mutate(person.key))}
            onProvision={() => start(() => provision.mutate(person.key))}
            onCleanUp={() => start(() => cleanUp.mutate(undefined))}
            onAnother={() => bar.current?.querySelector<HTMLElement>("[role='combobox']")?.focus()}
          />
        )}
      </div>
      <p className="visually-hidden" aria-live="polite">
        {cleanUp.isPending ? t("test.cleaning") : busy ? t("test.running") : ""}
      </p>
      {failure && <ErrorCard error={toAppError(failure)} />}
      {run ? (
        <RunResult key={`${run.id} ${run.canCleanUp}`} run={run} busy={busy} />
      ) : (
        <EmptyCard
          icon={<PersonArrowRight24Regular />}
          title={person ? t("test.notTested", { name: person.displayName }) : t("test.choose")}
          text={person ? t("test.notTestedText") : t("test.chooseText")}
        >
          {lastRun.data && (
            <p className="secondary">{t("test.lastOther", { name: lastRun.data.personName })}</p>
          )}
        </EmptyCard>
      )}
    </>
  );
}

export const testUser: StepDefinition = { id: "test-user", useHeading, Body };
