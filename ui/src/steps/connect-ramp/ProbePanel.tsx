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
  "patch",
];

const SHAPES: Record<Verdict, StatusShape> = {
  pass: "pass",
  warn: "warn",
  fail: "fail",
  skipped: "skipped",
  unknown: "unknown",
};

type Props = {
  report: ProbeReport | null;
  testing: boolean;
  /** What changed since, so that the list says nothing about what stands in the fields. */
  stale: "url" | "other" | null;
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
          <Verdicts report={report} testing={testing} stale={stale} />
        </h2>
        {report && !testing && (
          <span className={styles.when}>
            {stale
              ? t("connect.lastTest", { time: clockTime(report.finishedAt) })
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
      <ol className={styles.lines} data-stale={stale !== null || testing || undefined}>
        {report
          ? report.layers.map((line) => (
              <Found
                key={line.layer}
                line={line}
                selected={line.layer === selected}
                stale={stale !== null || testing}
                onSelect={stale === null ? onSelect : undefined}
              />
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

function Verdicts({ report, testing, stale }: Pick<Props, "report" | "testing" | "stale">) {
  const { t } = useTranslation();
  if (testing) return t("connect.testingNow");
  if (!report) return t("connect.notTested");
  if (stale) return t(`connect.staleBy.${stale}`);
  const unjudged = report.layers.find((line) => line.verdict === "unknown");
  if (unjudged) return t("connect.unjudged", { layer: t(`connect.layers.${unjudged.layer}`) });
  const total = report.layers.length;
  const passed = report.layers.filter((line) => line.verdict === "pass").length;
  if (passed === total) return t("connect.passedAll", { total });
  const skipped = report.layers.filter((line) => line.verdict === "skipped").length;
  if (report.ok && passed + skipped === total) return t("connect.passedNeeded", { count: passed, skipped });
  return t("connect.passed", { count: passed, total });
}

/** What a line of the list has room for; the whole of it is the heading of the diagnosis beside it. */
const ROOM = 60;

function foundIn({ message, short, meaning }: ProbeLayer): string {
  return meaning !== null && message.length > ROOM ? short : message;
}

type FoundProps = {
  line: ProbeLayer;
  selected: boolean;
  stale: boolean;
  onSelect: ((layer: Layer) => void) | undefined;
};

function Found({ line, selected, stale, onSelect }: FoundProps) {
  const { t } = useTranslation();
  const name = t(`connect.layers.${line.layer}`);
  const open = line.meaning !== null && onSelect ? () => onSelect(line.layer) : undefined;
  const notNeeded = line.code === "tls.not-used";
  return (
    <VerdictLine
      shape={notNeeded ? "info" : SHAPES[line.verdict]}
      spoken={notNeeded ? t("connect.notNeeded") : t(`connect.verdicts.${line.verdict}`)}
      layer={line.layer}
      verdict={line.verdict}
      name={name}
      found={foundIn(line)}
      time={
        line.verdict === "skipped" || line.millis === 0 ? "" : t("app.milliseconds", { count: line.millis })
      }
      selected={selected}
      stale={stale}
      onOpen={open}
      openLabel={open ? t("connect.showDiagnosis", { layer: name }) : undefined}
    />
  );
}
