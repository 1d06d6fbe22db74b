import type { MappingDiagnostic } from "../../ipc/bindings";
import { RuleChip } from "../../kit/RuleChip";
import { StatusIcon } from "../../kit/StatusIcon";
import { SEVERITY_SHAPE } from "./findings";
import styles from "./Mappings.module.css";

/** What is wrong with the table as a whole: a row that is missing, two with one name. */
export function TableFindings({ findings }: { findings: MappingDiagnostic[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.tableFindings}>
      {findings.map((found) => (
        <li key={`${found.code} ${found.subject}`} data-severity={found.severity} data-code={found.code}>
          <StatusIcon shape={SEVERITY_SHAPE[found.severity]} />
          <p>
            <strong>{found.message}</strong> {found.consequence} {found.rule && <RuleChip id={found.rule} />}
          </p>
        </li>
      ))}
    </ul>
  );
}
