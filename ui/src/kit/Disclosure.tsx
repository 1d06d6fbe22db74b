import { ChevronDown16Regular, ChevronRight16Regular } from "@fluentui/react-icons";
import { type ReactNode, useId, useState } from "react";
import styles from "./Disclosure.module.css";

type Props = { summary: ReactNode; children: ReactNode; aside?: ReactNode; defaultOpen?: boolean };

/** One line that opens what is behind it. */
export function Disclosure({ summary, children, aside, defaultOpen = false }: Props) {
  const [open, setOpen] = useState(defaultOpen);
  const id = useId();
  const Chevron = open ? ChevronDown16Regular : ChevronRight16Regular;
  return (
    <div>
      <div className={styles.line}>
        <button
          type="button"
          className={`plain ${styles.button}`}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          <Chevron aria-hidden className={styles.chevron} />
          {summary}
        </button>
        {aside}
      </div>
      {open && (
        <div id={id} className={styles.content}>
          {children}
        </div>
      )}
    </div>
  );
}
