import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunStepId, TestRun } from "../../ipc/bindings";
import { useRunEvents } from "../../ipc/practice";
import { Card } from "../../kit/Card";
import { Drawer } from "../../kit/Drawer";
import { ExchangeView } from "../../kit/ExchangeView";
import { StatusIcon } from "../../kit/StatusIcon";
import { CleanUpCard } from "./CleanUpCard";
import { Comparison } from "./Comparison";
import { OutcomeCard } from "./OutcomeCard";
import { RunEvents } from "./RunEvents";
import { StepStrip } from "./StepStrip";
import styles from "./TestUser.module.css";

type Shown = RunStepId | "clean-up" | null;

export function RunResult({ run, busy }: { run: TestRun; busy: boolean }) {
  const [shown, setShown] = useState<Shown>(null);
  const events = useRunEvents(run.id, !run.dryRun).data ?? [];
  return (
    <div className={styles.result} data-outcome={run.outcome.kind} data-dry-run={run.dryRun} aria-busy={busy}>
      <StepStrip steps={run.steps} shown={shown} onShow={setShown} />
      {run.cleanUp && <CleanUpCard cleanUp={run.cleanUp} onShow={() => setShown("clean-up")} />}
      {/* Put back, the verdict no longer holds; the table below still tells what was stored. */}
      {!run.cleanUp?.ok && <OutcomeCard outcome={run.outcome} resourceId={run.resourceId} />}
      {run.dryRun && run.warnings.length > 0 && <Warnings run={run} />}
      <div className={styles.facts}>
        <div className={styles.columns}>
          {run.comparison.length > 0 && <Comparison rows={run.comparison} dryRun={run.dryRun} />}
          {events.length > 0 && <RunEvents events={events} />}
        </div>
      </div>
      {shown && <Sent run={run} shown={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

/** Said before the real run: what it does that can't be taken back. */
function Warnings({ run }: { run: TestRun }) {
  const { t } = useTranslation();
  return (
    <Card tone="warning" label={t("test.beforeReal", { name: run.personName })}>
      <h2 className={styles.cardTitle}>{t("test.beforeReal", { name: run.personName })}</h2>
      <ul className={styles.warnings}>
        {run.warnings.map((warning) => (
          <li key={warning}>
            <StatusIcon shape="warn" /> <span>{warning}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Sent({ run, shown, onClose }: { run: TestRun; shown: Exclude<Shown, null>; onClose: () => void }) {
  const { t } = useTranslation();
  const exchanges =
    shown === "clean-up"
      ? (run.cleanUp?.exchanges ?? [])
      : (run.steps.find((step) => step.step === shown)?.exchanges ?? []);
  const title = shown === "clean-up" ? t("test.cleanUpExchanges") : t(`test.steps.${shown}`);
  return (
    <Drawer
      title={title}
      note={t("test.exchanges", { count: exchanges.length })}
      onClose={onClose}
      key={shown}
    >
      {exchanges.length === 0 && <p className={styles.nothingSent}>{t("test.noExchanges")}</p>}
      {exchanges.map((exchange, index) => (
        <ExchangeView
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is all that tells two equal requests apart
          key={index}
          exchange={exchange}
          defaultOpen={index === 0}
        />
      ))}
    </Drawer>
  );
}
