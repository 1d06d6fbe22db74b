import { useTranslation } from "react-i18next";
import { toAppError } from "../../ipc/errors";
import { usePracticeSync } from "../../ipc/practice";
import { ErrorCard } from "../../kit/ErrorCard";
import { moment } from "../../kit/format";
import { Loading } from "../../kit/Loading";
import { RuleChip } from "../../kit/RuleChip";
import styles from "./PracticeSettings.module.css";

/** What Ramp's page says of the sync so far (R16). */
export function PracticeSync() {
  const { t } = useTranslation();
  const sync = usePracticeSync();
  if (sync.error) return <ErrorCard error={toAppError(sync.error)} />;
  if (!sync.data) return <Loading label={t("practice.sync")} rows={1} />;
  const { lastSync, invited, deactivated } = sync.data;
  return (
    <section className={styles.section} aria-labelledby="practice-sync">
      <h2 id="practice-sync" className={styles.heading}>
        {t("practice.sync")} <RuleChip id="R16" />
      </h2>
      <dl className={styles.facts}>
        <div>
          <dt>{t("practice.lastSync")}</dt>
          <dd>{lastSync ? moment(lastSync) : t("practice.never")}</dd>
        </div>
        <div>
          <dt>{t("practice.invited")}</dt>
          <dd>{invited}</dd>
        </div>
        <div>
          <dt>{t("practice.deactivated")}</dt>
          <dd>{deactivated}</dd>
        </div>
      </dl>
    </section>
  );
}
