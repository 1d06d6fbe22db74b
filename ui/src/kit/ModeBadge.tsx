import { Beaker16Filled, Globe16Filled } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import styles from "./Chips.module.css";

/** The mode as word, icon and colour: no one of them alone. */
export function ModeBadge({ mode }: { mode: "practice" | "real" }) {
  const { t } = useTranslation();
  const Icon = mode === "practice" ? Beaker16Filled : Globe16Filled;
  return (
    <span className={styles.mode} data-mode={mode}>
      <Icon aria-hidden /> {t(`app.${mode}`)}
    </span>
  );
}
