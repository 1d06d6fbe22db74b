import type { ReactNode } from "react";
import styles from "./Card.module.css";

type Tone = "plain" | "sunken" | "danger" | "warning" | "success";

type Props = {
  children: ReactNode;
  tone?: Tone;
  padded?: boolean;
  className?: string;
  /** Names the region. */
  label?: string;
};

export function Card({ children, tone = "plain", padded = true, className = "", label }: Props) {
  const classes = `${styles.card} ${padded ? styles.padded : ""} ${className}`;
  if (!label) {
    return (
      <div className={classes} data-tone={tone}>
        {children}
      </div>
    );
  }
  return (
    <section aria-label={label} className={classes} data-tone={tone}>
      {children}
    </section>
  );
}
