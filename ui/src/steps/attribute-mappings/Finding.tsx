import { Button } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { MappingDiagnostic } from "../../ipc/bindings";
import { RuleChip } from "../../kit/RuleChip";
import styles from "./Mappings.module.css";
import { NameWithDifference } from "./NameWithDifference";

type Props = {
  found: MappingDiagnostic;
  filled?: boolean;
  busy?: boolean;
  /** Left out where the fix is not offered. */
  onFix?: () => void;
};

/** One finding in place: the right name below the wrong one, what is wrong, what would happen, and the fix. */
export function Finding({ found, filled = false, busy = false, onFix }: Props) {
  const { t } = useTranslation();
  const { firstDifference, fix } = found;
  const stacked = firstDifference && fix && found.field === "target";
  return (
    <div className={styles.finding} data-code={found.code} data-severity={found.severity}>
      <div className={styles.findingWords}>
        {stacked ? (
          <p className={styles.right}>
            <NameWithDifference name={fix.replacement} index={firstDifference.index} tone="right" />
            <span className={styles.isRight}>
              {t("mappings.isRight", { sentence: firstDifference.sentence })}
            </span>
          </p>
        ) : (
          <p className={styles.message}>{found.message}</p>
        )}
        <p>
          {found.consequence} {found.rule && <RuleChip id={found.rule} />}
        </p>
        {fix && !stacked && (
          <p className={styles.isRight}>
            {t("mappings.fixes")} <code className={styles.source}>{fix.replacement}</code>
          </p>
        )}
      </div>
      {fix && onFix && (
        <Button
          size="small"
          appearance={filled ? "primary" : "secondary"}
          disabled={busy}
          onClick={onFix}
          title={t("mappings.fixNamed", { name: found.subject })}
        >
          {t("mappings.fix")}
        </Button>
      )}
    </div>
  );
}
