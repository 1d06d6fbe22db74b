import { Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { type RuleId, rules } from "../i18n/rules.en";
import styles from "./Chips.module.css";

const isKnown = (id: string): id is RuleId => id in rules;

/** A rule's number. It opens the rule's text. */
export function RuleChip({ id }: { id: string }) {
  const { t } = useTranslation();
  if (!isKnown(id)) return <span className={styles.rule}>{id}</span>;
  return (
    <Popover withArrow size="small" trapFocus={false}>
      <PopoverTrigger disableButtonEnhancement>
        <button type="button" className={styles.rule} aria-label={t("app.rule", { id })}>
          {id}
        </button>
      </PopoverTrigger>
      <PopoverSurface className={styles.ruleText} aria-label={t("app.rule", { id })}>
        <p className={styles.ruleHead}>{t("app.rule", { id })}</p>
        <p>{t(`rules.${id}`)}</p>
      </PopoverSurface>
    </Popover>
  );
}
