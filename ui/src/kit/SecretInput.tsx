import type { ComponentProps, ReactNode } from "react";
import styles from "./SecretInput.module.css";

type Props = Omit<ComponentProps<"input">, "type" | "value" | "defaultValue"> & { after?: ReactNode };

/**
 * A field for a secret. A plain element on purpose: Fluent's input keeps what is typed in React's state and writes it back
 * into the page, and a secret belongs in neither.
 */
export function SecretInput({ after, ...input }: Props) {
  return (
    <span className={styles.field}>
      <input {...input} type="password" className={styles.input} autoComplete="off" spellCheck={false} />
      {after}
    </span>
  );
}
