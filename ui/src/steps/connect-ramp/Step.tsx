import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Layer, ProbeLayer, ProbeReport, Verdict } from "../../ipc/bindings";
import { useProbe, useRunProbe } from "../../ipc/connection";
import { toAppError } from "../../ipc/errors";
import { usePracticeStatus } from "../../ipc/practice";
import { useWizardState } from "../../ipc/wizard";
import { DiagnosisCard } from "../../kit/DiagnosisCard";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { useFocusKept } from "../../kit/useFocusKept";
import type { StepDefinition } from "../../wizard/contract";
import { useNextGate } from "../../wizard/status";
import { ConnectionFields } from "./ConnectionFields";
import styles from "./ConnectRamp.module.css";
import { NetworkPanel } from "./NetworkPanel";
import { mendedBy, type NetworkField } from "./network-fields";
import { PracticeSettingsCard } from "./PracticeSettingsCard";
import { type MadeToken, PracticeTokenCard } from "./PracticeTokenCard";
import { ProbePanel } from "./ProbePanel";
import { useConnection, useUrlDraft } from "./useConnection";

function useHeading() {
  const { t } = useTranslation();
  return { title: t("connect.title"), subtitle: t("connect.subtitle") };
}

function Body() {
  const { t } = useTranslation();
  const state = useWizardState().data;
  const practice = state?.profile?.mode === "practice";
  const status = usePracticeStatus(practice);
  const url = state?.profile?.scimUrl ?? status.data?.scimUrl;

  // The address is prefilled, so the field is there once it is known.
  if (url === undefined && status.isLoading) return <Loading label={t("connect.url")} />;
  return <Connection initialUrl={url ?? ""} practice={practice} />;
}

function Connection({ initialUrl, practice }: { initialUrl: string; practice: boolean }) {
  const { t } = useTranslation();
  const token = useWizardState().data?.profile?.token ?? null;
  const probe = useProbe();
  const runProbe = useRunProbe();
  const connection = useConnection(initialUrl, token !== null, () => runProbe.mutateAsync());
  const gate = useNextGate("connect-ramp");
  const [chosen, setChosen] = useState<Layer | null>(null);
  // Shown once; using it, or leaving, forgets it here.
  const [made, setMade] = useState<MadeToken | null>(null);
  const [networkOpen, setNetworkOpen] = useState(false);
  const [goTo, setGoTo] = useState<{ field: NetworkField } | null>(null);

  const report = probe.data ?? null;
  const found = report?.layers.find((line) => line.layer === chosen && line.meaning);
  const failure = connection.error ?? (probe.error ? toAppError(probe.error) : null);
  // A diagnosis of the old address says nothing about the one that was just refused or typed.
  const shown = failure || connection.urlUntested ? null : (found ?? worst(report));
  const asksForToken = token === null || connection.replacing || connection.ended !== null;
  const needsToken = asksForToken && !connection.hasNewToken;
  const testing = connection.pending || runProbe.isPending;
  const done = gate.open && !connection.urlUntested && !connection.ended;
  useFocusKept(
    `${report?.finishedAt} ${token?.lastFour} ${asksForToken} ${made === null} ${failure?.code}`,
    testing,
  );

  function openNetwork(field: NetworkField) {
    setNetworkOpen(true);
    setGoTo({ field });
  }

  function takeNew(fresh: MadeToken) {
    setMade(fresh);
    if (fresh.inUse && token) connection.onEnded("replaced");
  }

  return (
    <div className={styles.columns}>
      <ConnectionFields connection={connection} token={token} practice={practice} />
      <div className={styles.left}>
        <ProbePanel
          report={report}
          testing={testing}
          stale={connection.urlUntested ? "url" : failure !== null ? "other" : null}
          filled={!done && !needsToken && !connection.suggestedUrl}
          selected={shown?.layer ?? null}
          onSelect={setChosen}
          onTest={connection.test}
        />
      </div>
      <div className={styles.right}>
        {failure && (
          <ErrorCard error={failure}>
            {connection.keychainFailed && <RunOnly connection={connection} />}
            <ToNetwork code={failure.code} onOpen={openNetwork} />
          </ErrorCard>
        )}
        {practice && (asksForToken || made) && (
          <PracticeTokenCard
            busy={testing}
            filled={!done && needsToken}
            replaces={token !== null}
            ended={connection.ended}
            made={made}
            onMade={takeNew}
            onUse={(value) => {
              setMade(null);
              void connection.takeToken(value);
            }}
            onHide={() => setMade(null)}
          />
        )}
        {shown && (
          <DiagnosisCard
            tone={TONES[shown.verdict]}
            layer={t(`connect.layers.${shown.layer}`)}
            side={shown.side}
            {...cause(shown.message)}
            meaning={shown.meaning}
            entraSays={shown.entraSays}
            steps={shown.steps}
            exchange={shown.exchange}
          >
            {mendedBy(shown.code) && <ToNetwork code={shown.code} onOpen={openNetwork} />}
          </DiagnosisCard>
        )}
        <NetworkPanel
          practice={practice}
          busy={testing}
          open={networkOpen}
          onToggle={(open) => {
            setNetworkOpen(open);
            setGoTo(null);
          }}
          goTo={goTo}
          onSaved={() => failure && mendedBy(failure.code) && connection.dismiss()}
        />
        {practice && (
          <PracticeSettingsCard
            busy={testing}
            onMade={takeNew}
            onEnded={() => {
              setMade(null);
              if (token) connection.onEnded("revoked");
            }}
          />
        )}
      </div>
    </div>
  );
}

/** The first sentence is the heading; what a finding tells besides, such as what a certificate says of itself, follows. */
function cause(message: string) {
  const end = message.indexOf(". ");
  return end < 0
    ? { heading: message, detail: null }
    : { heading: message.slice(0, end), detail: message.slice(end + 2) };
}

const TONES = {
  pass: "warn",
  warn: "warn",
  fail: "fail",
  skipped: "unknown",
  unknown: "unknown",
} as const satisfies Record<Verdict, string>;

/** The layer whose diagnosis is shown unless another one is chosen. */
function worst(report: ProbeReport | null): ProbeLayer | null {
  const first = (verdict: Verdict) => report?.layers.find((line) => line.verdict === verdict && line.meaning);
  return first("fail") ?? first("unknown") ?? first("warn") ?? null;
}

/** From what the network has to do with, to the form for it. */
function ToNetwork({ code, onOpen }: { code: string; onOpen: (field: NetworkField) => void }) {
  const { t } = useTranslation();
  const field = mendedBy(code);
  return field === null ? null : (
    <Button size="small" onClick={() => onOpen(field)}>
      {t("network.open")}
    </Button>
  );
}

function RunOnly({ connection }: { connection: ReturnType<typeof useConnection> }) {
  const { t } = useTranslation();
  return (
    <>
      <Button size="small" disabled={connection.pending} onClick={connection.keepForThisRun}>
        {t("connect.runOnly")}
      </Button>
      <p className={styles.small}>{t("connect.runOnlyText")}</p>
    </>
  );
}

function useUnsaved() {
  const { t } = useTranslation();
  const saved = useWizardState().data?.profile?.scimUrl;
  const [url] = useUrlDraft();
  return url !== null && url.trim() !== saved ? t("connect.urlUntested") : null;
}

export const connectRamp: StepDefinition = { id: "connect-ramp", useHeading, Body, useUnsaved };
