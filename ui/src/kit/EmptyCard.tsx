import type { ReactNode } from "react";
import styles from "./EmptyCard.module.css";

type Props = { icon: ReactNode; title: string; text: string; children?: ReactNode };

/** Says what will be here, and when. */
export function EmptyCard({ icon, title, text, children }: Props) {
  return (
    <div className={styles.card}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <p className={styles.title}>{title}</p>
      <p className={styles.text}>{text}</p>
      {children}
    </div>
  );
}
