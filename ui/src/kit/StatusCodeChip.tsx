import styles from "./Chips.module.css";

/** An HTTP status. Red from 400 on; the number says it too. */
export function StatusCodeChip({ status }: { status: number }) {
  const tone = status >= 400 ? "danger" : status >= 200 && status < 300 ? "success" : "neutral";
  return (
    <span className={styles.status} data-tone={tone}>
      {status}
    </span>
  );
}
