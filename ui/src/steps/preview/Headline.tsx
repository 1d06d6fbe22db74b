import { useTranslation } from "react-i18next";
import type { PersonPreview, PreviewKind, Severity } from "../../ipc/bindings";
import { useGoToStep } from "../../ipc/wizard";
import { Card } from "../../kit/Card";
import { RuleChip } from "../../kit/RuleChip";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import styles from "./Preview.module.css";

const KIND: Record<PreviewKind, { shape: StatusShape; tone: "sunken" | "danger" | "warning" }> = {
  invited: { shape: "pass", tone: "sunken" },
  updated: { shape: "pass", tone: "sunken" },
  unchanged: { shape: "pass", tone: "sunken" },
  deactivated: { shape: "warn", tone: "warning" },
  refused: { shape: "fail", tone: "danger" },
  skipped: { shape: "skipped", tone: "sunken" },
};

const SEVERITY: Record<Severity, StatusShape> = { error: "fail", warning: "warn", info: "info" };

/** Causes that go away once Ramp has a default for it. */
const MENDED_BY_DEFAULT = /^(location|department)\./;

/** The verdict in words first: what Ramp will do, and what follows from it. */
export function Headline({ preview }: { preview: PersonPreview }) {
  const { t } = useTranslation();
  const goToStep = useGoToStep();
  const { shape, tone } = KIND[preview.kind];
  const lacksDefault =
    preview.kind === "refused" && preview.consequences.some(({ code }) => MENDED_BY_DEFAULT.test(code));
  return (
    <Card tone={tone} className={tone === "danger" ? styles.refused : ""}>
      <div className={styles.headline} aria-live="polite">
        <StatusIcon shape={shape} size={20} label={t(`preview.kinds.${preview.kind}`)} />
        <h2 className={styles.verdict}>{preview.headline}</h2>
      </div>
      {preview.consequences.length > 0 && (
        <ul className={styles.consequences}>
          {preview.consequences.map((consequence) => (
            <li key={`${consequence.code} ${consequence.text}`} data-code={consequence.code}>
              <StatusIcon shape={SEVERITY[consequence.severity]} />
              <span>{consequence.text}</span>
              {consequence.rule && <RuleChip id={consequence.rule} />}
            </li>
          ))}
        </ul>
      )}
      {lacksDefault && (
        <button
          type="button"
          className={`plain ${styles.toSettings}`}
          onClick={() => goToStep.mutate("connect-ramp")}
        >
          {t("preview.toSettings")}
        </button>
      )}
      {preview.diagnostics.length > 0 && (
        <ul className={styles.diagnostics} aria-label={t("preview.findings")}>
          {preview.diagnostics.map((found) => (
            <li key={`${found.code} ${found.subject}`} data-code={found.code}>
              <StatusIcon shape={SEVERITY[found.severity]} />
              <span>
                <strong>{found.message}</strong> {found.consequence}
              </span>
              {found.rule && <RuleChip id={found.rule} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
