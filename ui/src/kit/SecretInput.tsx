import type { ComponentProps, ReactNode } from "react";
import styles from "./SecretInput.module.css";

type Props = Omit<ComponentProps<"input">, "type" | "value" | "defaultValue"> & {
  after?: ReactNode;
  /** What is typed may be read here: a user name, say. */
  shown?: boolean;
  small?: boolean;
};

/**
 * A field for a secret. A plain element on purpose: Fluent's input keeps what is typed in React's state and writes it back
 * into the page, and a secret belongs in neither.
 */
export function SecretInput({ after, shown, small, ...input }: Props) {
  return (
    <span className={styles.field} data-small={small || undefined}>
      <input
        {...input}
        type={shown ? "text" : "password"}
        className={styles.input}
        autoComplete="off"
        spellCheck={false}
      />
      {after}
    </span>
  );
}
