import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { FailureView, LogView } from "../../ipc/bindings";
import { Failure } from "./Failure";
import styles from "./Failures.module.css";
import { latest } from "./latest";

/** Who fails now, by cause: the cause that meets most people first. */
export function Failures({ entries }: { entries: LogView[] }) {
  const { t } = useTranslation();
  const heading = useId();
  const causes = new Map<string, { failure: FailureView; people: string[] }>();
  for (const { failure, person } of latest(entries)) {
    if (!failure) continue;
    const known = causes.get(failure.cause);
    if (known) known.people.push(person);
    else causes.set(failure.cause, { failure, people: [person] });
  }
  if (causes.size === 0) return null;
  const ordered = [...causes.values()].sort((a, b) => b.people.length - a.people.length);
  const count = ordered.reduce((sum, { people }) => sum + people.length, 0);
  return (
    <section className={styles.card} aria-labelledby={heading} data-failing={count}>
      <h2 id={heading} className={styles.title}>
        {t("scope.failures.title", { count })}
      </h2>
      {ordered.map(({ failure, people }) => (
        <Failure key={failure.cause} failure={failure} names={people.join(", ")} count={people.length} />
      ))}
    </section>
  );
}
