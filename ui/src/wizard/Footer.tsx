import { Button } from "@fluentui/react-components";
import { Info16Regular, LockClosed16Regular } from "@fluentui/react-icons";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { StepId } from "../ipc/bindings";
import type { NextChange } from "./contract";
import styles from "./Footer.module.css";
import { useNextGate } from "./status";

type Props = {
  step: StepId;
  next: StepId | undefined;
  onBack: (() => void) | undefined;
  onNext: (id: StepId) => void;
  busy: boolean;
  useUnsaved?: (() => string | null) | undefined;
  useNextChange?: (() => NextChange | null) | undefined;
};

/** Back, the reason, Next with the name of the next step. Off means explained. */
export function Footer(props: Props) {
  const { step, next, onBack, onNext, busy, useUnsaved = useNothing, useNextChange = useNothing } = props;
  const { t } = useTranslation();
  const told = useNextGate(step);
  const unsaved = useUnsaved();
  const change = useNextChange();
  const instead = change && change !== "quiet" ? change.instead : null;
  const gate = instead ?? (told.open && unsaved ? { open: false, reason: unsaved } : told);
  const reason = useId();

  if (!onBack) {
    return (
      <footer className={styles.footer}>
        <span className={styles.hint}>{t("app.placeKept")}</span>
      </footer>
    );
  }
  return (
    <footer className={styles.footer}>
      <Button className={styles.back} onClick={onBack} disabled={busy}>
        {t("app.back")}
      </Button>
      {next && (
        <>
          <p id={reason} className={styles.reason} aria-live="polite">
            {gate.reason && (
              <>
                {gate.open ? <Info16Regular aria-hidden /> : <LockClosed16Regular aria-hidden />}
                <span className={gate.open ? "secondary" : undefined}>{gate.reason}</span>
              </>
            )}
          </p>
          <Button
            appearance={gate.open && change !== "quiet" ? "primary" : "secondary"}
            disabled={!gate.open || busy}
            aria-describedby={reason}
            onClick={instead ? instead.onPress : () => onNext(next)}
          >
            {instead ? instead.label : t("app.next", { step: t(`steps.${next}.label`) })}
          </Button>
        </>
      )}
    </footer>
  );
}

function useNothing() {
  return null;
}
