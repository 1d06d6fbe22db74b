import { Button } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { MappingDiagnostic } from "../../ipc/bindings";
import { RuleChip } from "../../kit/RuleChip";
import { isMisspelt } from "./findings";
import styles from "./Mappings.module.css";
import { marksOf } from "./marks";
import { NameWithDifference } from "./NameWithDifference";
import { StackedNames } from "./StackedNames";

type Props = {
  found: MappingDiagnostic;
  /** The wrong name stands right above this, with its mark. */
  below?: boolean;
  filled?: boolean;
  busy?: boolean;
  onFix: () => void;
  /** One of several names that may be meant was chosen. */
  onUse: (replacement: string) => void;
  /** A change of more than the text was chosen. Without it none is offered: there is something unsaved. */
  onRemedy?: (title: string) => void;
};

/** One finding in place: the wrong and the right name, what would happen, and the ways out. */
export function Finding(props: Props) {
  const { found, below = false, filled = false, busy = false, onFix, onUse, onRemedy } = props;
  const { t } = useTranslation();
  const { firstDifference, fix, offers, subject } = found;
  const misspelt = isMisspelt(found);
  const remedies = onRemedy ? found.remedies : [];
  return (
    <div className={styles.finding} data-code={found.code} data-severity={found.severity}>
      <div className={styles.findingWords}>
        {misspelt ? (
          <p className={styles.right}>
            {below ? (
              <NameWithDifference name={misspelt} run={marksOf(subject, misspelt).right} tone="right" />
            ) : (
              <StackedNames wrong={subject} right={misspelt} />
            )}
            <span className={styles.isRight}>
              {t("mappings.isRight", { sentence: firstDifference?.sentence ?? "" })}
            </span>
          </p>
        ) : (
          <p className={styles.message}>{found.message}</p>
        )}
        <p>
          {found.consequence} {found.rule && <RuleChip id={found.rule} />}
        </p>
        {fix && !misspelt && (
          <p className={styles.isRight}>
            {t("mappings.fixes")} <code className={styles.source}>{fix.replacement}</code>
          </p>
        )}
        {offers.length + remedies.length > 0 && (
          <div className={styles.offers}>
            {offers.map(({ replacement }) => (
              <Button key={replacement} size="small" disabled={busy} onClick={() => onUse(replacement)}>
                <span>
                  {t("mappings.use")} <code className={styles.source}>{replacement}</code>
                </span>
              </Button>
            ))}
            {remedies.map(({ title }) => (
              <Button key={title} size="small" disabled={busy} onClick={() => onRemedy?.(title)}>
                {title}
              </Button>
            ))}
          </div>
        )}
      </div>
      {fix && offers.length === 0 && (
        <Button
          size="small"
          className={styles.fix}
          appearance={filled ? "primary" : "secondary"}
          disabled={busy}
          onClick={onFix}
          title={t("mappings.fixNamed", { name: subject })}
        >
          {t("mappings.fix")}
        </Button>
      )}
    </div>
  );
}
