import { Button } from "@fluentui/react-components";
import { ArrowClockwise16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { Layer, ProbeLayer, ProbeReport, Verdict } from "../../ipc/bindings";
import { clockTime, duration } from "../../kit/format";
import type { StatusShape } from "../../kit/StatusIcon";
import { VerdictLine } from "../../kit/VerdictLine";
import styles from "./ConnectRamp.module.css";

const LAYERS: readonly Layer[] = [
  "url-shape",
  "dns",
  "tcp",
  "tls",
  "http",
  "authorization",
  "scim-shape",
  "filter",
  "users",
  "groups",
  "service-provider-config",
];

const SHAPES: Record<Verdict, StatusShape> = { pass: "pass", warn: "warn", fail: "fail", skipped: "skipped" };

type Props = {
  report: ProbeReport | null;
  testing: boolean;
  /** The address was changed since. */
  stale: boolean;
  /** The one filled button of the screen. */
  filled: boolean;
  selected: Layer | null;
  onSelect: (layer: Layer) => void;
  onTest: () => void;
};

export function ProbePanel({ report, testing, stale, filled, selected, onSelect, onTest }: Props) {
  const { t } = useTranslation();
  const label = testing ? t("connect.testing") : report ? t("connect.testAgain") : t("connect.test");
  return (
    <section className={styles.probe} aria-labelledby="probe" aria-busy={testing}>
      <div className={styles.probeHead}>
        <h2 id="probe" className={styles.cardTitle} aria-live="polite">
          <Verdicts report={report} testing={testing} />
        </h2>
        {report && !testing && (
          <span className={styles.when}>
            {stale
              ? t("connect.stale")
              : t("connect.at", { time: clockTime(report.finishedAt), duration: duration(report.millis) })}
          </span>
        )}
        <Button
          size="small"
          className={styles.test}
          appearance={filled ? "primary" : "secondary"}
          icon={<ArrowClockwise16Regular />}
          disabled={testing}
          onClick={onTest}
        >
          {label}
        </Button>
      </div>
      <ol className={styles.lines} data-stale={stale || testing || undefined}>
        {report
          ? report.layers.map((line) => (
              <Found key={line.layer} line={line} selected={line.layer === selected} onSelect={onSelect} />
            ))
          : LAYERS.map((layer) => (
              <VerdictLine
                key={layer}
                shape="todo"
                layer={layer}
                name={t(`connect.layers.${layer}`)}
                found={t(`connect.asks.${layer}`)}
              />
            ))}
      </ol>
    </section>
  );
}

function Verdicts({ report, testing }: { report: ProbeReport | null; testing: boolean }) {
  const { t } = useTranslation();
  if (testing) return t("connect.testingNow");
  if (!report) return t("connect.notTested");
  const total = report.layers.length;
  const passed = report.layers.filter((line) => line.verdict === "pass").length;
  if (passed === total) return t("connect.passedAll", { total });
  const skipped = report.layers.filter((line) => line.verdict === "skipped").length;
  if (report.ok && passed + skipped === total) return t("connect.passedNeeded", { count: passed, skipped });
  return t("connect.passed", { count: passed, total });
}

type FoundProps = { line: ProbeLayer; selected: boolean; onSelect: (layer: Layer) => void };

function Found({ line, selected, onSelect }: FoundProps) {
  const { t } = useTranslation();
  const name = t(`connect.layers.${line.layer}`);
  const tellsMore = line.meaning !== null;
  return (
    <VerdictLine
      shape={line.code === "tls.not-used" ? "info" : SHAPES[line.verdict]}
      spoken={t(`connect.verdicts.${line.verdict}`)}
      layer={line.layer}
      verdict={line.verdict}
      name={name}
      found={line.message}
      time={
        line.verdict === "skipped" || line.millis === 0 ? "" : t("app.milliseconds", { count: line.millis })
      }
      selected={selected}
      onOpen={tellsMore ? () => onSelect(line.layer) : undefined}
      openLabel={tellsMore ? t("connect.showDiagnosis", { layer: name }) : undefined}
    />
  );
}
