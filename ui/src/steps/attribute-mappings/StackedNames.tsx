import styles from "./Mappings.module.css";
import { marksOf } from "./marks";
import { NameWithDifference } from "./NameWithDifference";

type Props = { wrong: string; right: string };

/** The wrong name above the right one, with one left edge, so that the columns line up. */
export function StackedNames({ wrong, right }: Props) {
  const marks = marksOf(wrong, right);
  return (
    <span className={styles.stack}>
      <NameWithDifference name={wrong} run={marks.wrong} tone="wrong" />
      <NameWithDifference name={right} run={marks.right} tone="right" />
    </span>
  );
}
