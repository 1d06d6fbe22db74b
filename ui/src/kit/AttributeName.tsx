import styles from "./AttributeName.module.css";

const PREFIX = /^(urn:.*:)([^:]+)$/;

/** An attribute's name in mono. A URN's prefix stands small and grey above its last part; the full name is the tooltip. */
export function AttributeName({ name, inline = false }: { name: string; inline?: boolean }) {
  const match = PREFIX.exec(name);
  if (!match) {
    return <code className={styles.name}>{name}</code>;
  }
  const [, prefix = "", last = ""] = match;
  return (
    <code className={inline ? styles.inline : styles.stacked} title={name}>
      <span className={styles.prefix} aria-hidden>
        {shorten(prefix, inline ? 3 : 5)}
      </span>
      <span className="visually-hidden">{prefix}</span>
      <span className={styles.name}>{last}</span>
    </code>
  );
}

/** `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:` → `urn:…:extension:enterprise:2.0:User:`. */
function shorten(prefix: string, keep: number) {
  const parts = prefix.split(":");
  const kept = parts.slice(-keep).join(":");
  return parts.length > keep + 1 ? `urn:…:${kept}` : prefix;
}
