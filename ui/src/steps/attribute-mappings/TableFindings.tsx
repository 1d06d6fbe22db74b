import { Button } from "@fluentui/react-components";
import type { MappingDiagnostic } from "../../ipc/bindings";
import { RuleChip } from "../../kit/RuleChip";
import { StatusIcon } from "../../kit/StatusIcon";
import { SEVERITY_SHAPE } from "./findings";
import styles from "./Mappings.module.css";

type Props = {
  findings: MappingDiagnostic[];
  busy: boolean;
  onRemedy: (found: MappingDiagnostic, title: string) => void;
};

/** What is wrong with the table as a whole: a row that is missing, two with one name. */
export function TableFindings({ findings, busy, onRemedy }: Props) {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.tableFindings}>
      {findings.map((found) => (
        <li
          key={`${found.code} ${found.subject} ${found.group} ${found.clause}`}
          data-severity={found.severity}
          data-code={found.code}
        >
          <StatusIcon shape={SEVERITY_SHAPE[found.severity]} />
          <p className={styles.tableFinding}>
            <strong>{found.message}</strong> {found.consequence} {found.rule && <RuleChip id={found.rule} />}
          </p>
          {found.remedies.map(({ title }) => (
            <Button
              key={title}
              className={styles.fix}
              size="small"
              disabled={busy}
              onClick={() => onRemedy(found, title)}
            >
              {title}
            </Button>
          ))}
        </li>
      ))}
    </ul>
  );
}
