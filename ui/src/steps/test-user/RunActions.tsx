import { Button } from "@fluentui/react-components";
import { Broom16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { TestRun } from "../../ipc/bindings";
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
};

/** Dry run, then provision, then clean up: the filled one is the next useful one. */
export function RunActions({ person, run, filled, busy, onDryRun, onProvision, onCleanUp }: Props) {
  const { t } = useTranslation();
  const canCleanUp = run !== null && !run.dryRun && run.resourceId !== null && run.cleanUp === null;
  const provisionNext = run?.dryRun === true;
  return (
    <div className={styles.actions}>
      <Button
        appearance={filled && !provisionNext && !canCleanUp ? "primary" : "secondary"}
        disabled={busy}
        onClick={onDryRun}
      >
        {t("test.dryRun")}
      </Button>
      {canCleanUp ? (
        <Button icon={<Broom16Regular />} disabled={busy} onClick={onCleanUp}>
          {t("test.cleanUp")}
        </Button>
      ) : (
        <Button
          appearance={filled && provisionNext ? "primary" : "secondary"}
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
