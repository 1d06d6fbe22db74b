import { useTranslation } from "react-i18next";
import type { NetworkView } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { useNetwork } from "../../ipc/network";
import { Card } from "../../kit/Card";
import { Disclosure } from "../../kit/Disclosure";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./Network.module.css";
import { NetworkForm } from "./NetworkForm";
import { fileName, type NetworkField } from "./network-fields";

type Props = {
  practice: boolean;
  busy: boolean;
  open: boolean;
  onToggle: (open: boolean) => void;
  goTo: { field: NetworkField } | null;
  onSaved: () => void;
};

/** The way to Ramp in one line, and the form behind it. */
export function NetworkPanel({ practice, busy, open, onToggle, goTo, onSaved }: Props) {
  const network = useNetwork();
  if (network.error) return <ErrorCard error={toAppError(network.error)} />;
  if (!network.data) return null;
  return (
    <Card tone="sunken">
      <Disclosure summary={<Way view={network.data} />} open={open} onToggle={onToggle}>
        <NetworkForm view={network.data} practice={practice} busy={busy} goTo={goTo} onSaved={onSaved} />
      </Disclosure>
    </Card>
  );
}

function Way({ view: { proxy, caFile } }: { view: NetworkView }) {
  const { t } = useTranslation();
  const way = [
    proxy === null ? t("network.system") : t("network.proxy", { proxy }),
    ...(caFile === null ? [] : [t("network.certificates", { file: fileName(caFile) })]),
  ].join(", ");
  return (
    <span className={styles.summary} data-network>
      <span className={styles.title}>{t("network.title")}</span> {way}
    </span>
  );
}
