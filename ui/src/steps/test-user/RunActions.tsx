import { Button } from "@fluentui/react-components";
import { Broom16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { RunOutcomeKind, TestRun } from "../../ipc/bindings";
import styles from "./TestUser.module.css";

type Props = {
  person: string;
  /** The last run of this person. */
  run: TestRun | null;
  /** Next is off, so the fill is here. */
  filled: boolean;
  busy: boolean;
  onDryRun: () => void;
  onProvision: () => void;
  onCleanUp: () => void;
  onAnother: () => void;
};

/** Nobody comes to Ramp by trying the same person again. */
const LEADS_NOWHERE: readonly RunOutcomeKind[] = ["refused", "would-be-refused", "skipped"];

/** Dry run, then provision, then clean up: the filled one is the next useful one. */
export function RunActions({
  person,
  run,
  filled,
  busy,
  onDryRun,
  onProvision,
  onCleanUp,
  onAnother,
}: Props) {
  const { t } = useTranslation();
  const canCleanUp = run?.canCleanUp === true;
  const another = run !== null && !canCleanUp && LEADS_NOWHERE.includes(run.outcome.kind);
  const provisionNext = run?.dryRun === true && !another;
  // What a failed clean-up left behind is the first thing to mend.
  const cleanUpNext = canCleanUp && run.cleanUp !== null;
  const fill = (next: boolean) => (filled && next ? "primary" : "secondary");
  return (
    <div className={styles.actions}>
      {another && (
        <Button appearance={fill(true)} disabled={busy} onClick={onAnother}>
          {t("test.another")}
        </Button>
      )}
      <Button appearance={fill(!provisionNext && !canCleanUp && !another)} disabled={busy} onClick={onDryRun}>
        {t("test.dryRun")}
      </Button>
      {canCleanUp ? (
        <Button appearance={fill(cleanUpNext)} icon={<Broom16Regular />} disabled={busy} onClick={onCleanUp}>
          {t("test.cleanUp")}
        </Button>
      ) : (
        <Button
          appearance={fill(provisionNext)}
          // What can't be undone is said by the dry run, so that comes first.
          disabled={busy || run === null}
          title={run === null ? t("test.dryFirst") : undefined}
          onClick={onProvision}
        >
          {t("test.provision", { name: person })}
        </Button>
      )}
    </div>
  );
}
