import { Skeleton, SkeletonItem } from "@fluentui/react-components";
import styles from "./Loading.module.css";

/** Only for the first time: later the old content stays in its place. */
export function Loading({ label, rows = 5 }: { label: string; rows?: number }) {
  return (
    <Skeleton aria-label={label} className={styles.stack}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <SkeletonItem key={row} size={32} />
      ))}
    </Skeleton>
  );
}
