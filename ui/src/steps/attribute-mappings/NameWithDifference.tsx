import styles from "./Mappings.module.css";

type Props = { name: string; run: [from: number, to: number]; tone: "wrong" | "right" };

/** A name in mono with the run boxed in which it parts from the other one. Nothing is drawn where nothing stands. */
export function NameWithDifference({ name, run: [from, to], tone }: Props) {
  const characters = [...name];
  return (
    <code className={styles.name} data-tone={tone}>
      {characters.slice(0, from).join("")}
      {from < to && (
        <mark className={styles.box} data-tone={tone}>
          {characters.slice(from, to).map((character, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: characters have no identity but their place
            <Character key={index} character={character} />
          ))}
        </mark>
      )}
      {characters.slice(to).join("")}
    </code>
  );
}

const BLANK = /^[\s\u200b-\u200d\ufeff]$/u;

/** A blank is drawn, yet stays the blank it is for whoever copies it. */
function Character({ character }: { character: string }) {
  return BLANK.test(character) ? <span className={styles.blank}>{character}</span> : character;
}
