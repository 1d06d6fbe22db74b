import { useTranslation } from "react-i18next";
import type { FailureView } from "../../ipc/bindings";
import { Disclosure } from "../../kit/Disclosure";
import { SideChip } from "../../kit/SideChip";
import { StatusIcon } from "../../kit/StatusIcon";
import styles from "./Failures.module.css";

type Props = { failure: FailureView; names?: string; count?: number; harmless?: boolean };

/** One cause: whom it meets, whose side it is on, what to do, and Entra's own words behind one line. */
export function Failure({ failure, names, count, harmless = false }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.cause} data-failure={failure.code ?? ""}>
      <StatusIcon shape={harmless ? "info" : "fail"} />
      <div className={styles.words}>
        <p className={styles.top}>
          <strong>{failure.cause}</strong> <SideChip side={failure.side} />
        </p>
        {names && <p>{names}</p>}
        <p className="secondary">{failure.nextAction}</p>
        {(failure.raw || failure.code) && (
          <Disclosure summary={<span className={styles.small}>{t("scope.failures.raw")}</span>}>
            <blockquote className={styles.raw}>
              {[failure.code, failure.raw].filter(Boolean).join(": ")}
            </blockquote>
          </Disclosure>
        )}
      </div>
      {count !== undefined && <span className={styles.count}>{count}</span>}
    </div>
  );
}
