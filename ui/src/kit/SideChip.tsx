import { useTranslation } from "react-i18next";
import type { en } from "../i18n/en";
import styles from "./Chips.module.css";

export type SideName = keyof (typeof en)["sides"];

export function SideChip({ side }: { side: SideName }) {
  const { t } = useTranslation();
  return <span className={styles.side}>{t(`sides.${side}`)}</span>;
}
