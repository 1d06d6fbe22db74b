import { ChevronDown16Regular, ChevronRight16Regular } from "@fluentui/react-icons";
import { type ReactNode, useId, useState } from "react";
import styles from "./Disclosure.module.css";

type Props = {
  summary: ReactNode;
  children: ReactNode;
  aside?: ReactNode;
  defaultOpen?: boolean;
  /** Set where something else opens it too. */
  open?: boolean;
  onToggle?: (open: boolean) => void;
};

/** One line that opens what is behind it. */
export function Disclosure(props: Props) {
  const { summary, children, aside, defaultOpen = false, onToggle } = props;
  const [own, setOwn] = useState(defaultOpen);
  const open = props.open ?? own;
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
          onClick={() => (onToggle ?? setOwn)(!open)}
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
