import type { ReactNode } from "react";
import { StatusIcon, type StatusShape } from "./StatusIcon";
import styles from "./VerdictLine.module.css";

type Props = {
  shape: StatusShape;
  /** The verdict in a word, spoken for the icon. */
  spoken?: string;
  name: string;
  /** What was found, as a fact. */
  found: string;
  time?: string;
  /** Set where the line has more to say: the name becomes a button. */
  onOpen?: (() => void) | undefined;
  openLabel?: string | undefined;
  /** This line's diagnosis is the one shown beside it. */
  selected?: boolean;
  /** From before a change: told in grey, and tied to nothing. */
  stale?: boolean;
  layer: string;
  verdict?: string;
};

/** Icon, name, what was found, time. */
export function VerdictLine(props: Props) {
  const { shape, spoken, name, found, time, onOpen, openLabel, selected, stale, layer, verdict } = props;
  const content: ReactNode = (
    <>
      <StatusIcon shape={shape} label={spoken} />
      <span className={styles.name}>{name}</span>
      <span className={styles.found} title={found}>
        {found}
      </span>
      <span className={styles.time}>{time}</span>
    </>
  );
  return (
    <li
      className={styles.item}
      data-layer={layer}
      data-verdict={verdict}
      data-selected={(selected && !stale) || undefined}
      data-stale={stale || undefined}
    >
      {onOpen ? (
        <button
          type="button"
          className={`plain ${styles.line}`}
          onClick={onOpen}
          aria-pressed={selected}
          title={openLabel}
        >
          {content}
        </button>
      ) : (
        <div className={styles.line}>{content}</div>
      )}
    </li>
  );
}
