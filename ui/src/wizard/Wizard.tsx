import { Button } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { toAppError } from "../ipc/errors";
import { useWizardState } from "../ipc/wizard";
import { ErrorCard } from "../kit/ErrorCard";
import { Loading } from "../kit/Loading";
import { Frame } from "./Frame";
import styles from "./Frame.module.css";

/** Asks where the wizard stands and shows that place. */
export function Wizard() {
  const { t } = useTranslation();
  const state = useWizardState();

  if (state.data) return <Frame state={state.data} />;
  return (
    <main className={styles.alone}>
      {state.error ? (
        <ErrorCard error={toAppError(state.error)}>
          <Button appearance="primary" onClick={() => state.refetch()}>
            {t("app.tryAgain")}
          </Button>
        </ErrorCard>
      ) : (
        <Loading label={t("app.loading")} />
      )}
    </main>
  );
}
