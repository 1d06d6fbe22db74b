import styles from "./Mappings.module.css";

type Props = { name: string; index: number; tone: "wrong" | "right" };

/** A name in mono with the first differing character boxed. Characters are counted as the core counts them. */
export function NameWithDifference({ name, index, tone }: Props) {
  const characters = [...name];
  const boxed = characters[index];
  return (
    <code className={styles.name} data-tone={tone}>
      {characters.slice(0, index).join("")}
      <mark className={styles.box} data-tone={tone}>
        {boxed === undefined || boxed.trim() === "" ? "\u00a0" : boxed}
      </mark>
      {characters.slice(index + 1).join("")}
    </code>
  );
}
