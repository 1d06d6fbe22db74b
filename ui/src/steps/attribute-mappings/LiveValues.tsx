import { useTranslation } from "react-i18next";
import type { JsonValue, LiveOutcome, LiveStep, LiveValue, MappingType } from "../../ipc/bindings";
import type { CharacterSpan } from "../../kit/expression/types";
import { plainValue } from "../../kit/format";
import { PersonPicker } from "../../kit/PersonPicker";
import styles from "./LiveValues.module.css";
import type { usePerson } from "./usePerson";

type Props = {
  person: ReturnType<typeof usePerson>;
  value: LiveValue | null;
  type: MappingType;
  /** The answer is to an older text. */
  stale: boolean;
  onShow: (span: CharacterSpan | null) => void;
};

/** What the row gives for one person, and every part on the way to it. */
export function LiveValues({ person, value, type, stale, onShow }: Props) {
  const { t } = useTranslation();
  if (person.people.length === 0) return null;
  return (
    <div className={styles.live} data-stale={stale || undefined}>
      <PersonPicker
        compact={t("mappings.valueFor")}
        people={person.people}
        selected={person.key}
        onSelect={person.pick}
      />
      {value && (
        <table className={styles.table} data-live-value={value.outcome} onMouseLeave={() => onShow(null)}>
          <caption className="visually-hidden">{t("mappings.valuesOfParts")}</caption>
          <tbody>
            {value.steps.map((step) => (
              <Step
                key={`${step.span[0]} ${step.span[1]} ${step.depth}`}
                step={step}
                fromEntra={step.kind === "attribute" && type !== "direct"}
                onShow={onShow}
              />
            ))}
            <Sent sent={value.sent} outcome={value.outcome} note={value.note} />
          </tbody>
        </table>
      )}
    </div>
  );
}

type StepProps = { step: LiveStep; fromEntra: boolean; onShow: (span: CharacterSpan | null) => void };

function Step({ step, fromEntra, onShow }: StepProps) {
  const { t } = useTranslation();
  const note = step.state === "not-needed" ? t("mappings.states.not-needed") : (step.note ?? "");
  return (
    <tr
      data-state={step.state}
      data-kind={step.kind}
      data-part={step.text}
      data-value={step.value ?? ""}
      onMouseEnter={() => onShow(step.span)}
    >
      <th scope="row" style={{ paddingInlineStart: 10 + 10 * Math.min(step.depth, 6) }}>
        <code title={step.text}>{step.text}</code>
      </th>
      <td>
        {step.state === "value" ? (
          <code className={styles.value}>{quoted(step.value)}</code>
        ) : (
          <span className={styles.none}>
            {note || t(`mappings.states.${step.state}`)}
            {fromEntra && step.state === "empty" && ` ${t("mappings.inEntra")}`}
          </span>
        )}
      </td>
    </tr>
  );
}

type SentProps = { sent: JsonValue | null; outcome: LiveOutcome; note: string | null };

function Sent({ sent, outcome, note }: SentProps) {
  const { t } = useTranslation();
  const goes = outcome === "sent" || outcome === "default";
  return (
    <tr className={styles.sent} data-outcome={outcome} aria-live="polite">
      <th scope="row">{t("mappings.sentToRamp")}</th>
      <td>
        {goes && (
          <code className={styles.value}>{typeof sent === "string" ? quoted(sent) : plainValue(sent)}</code>
        )}
        {note && <span className={styles.none}>{note}</span>}
      </td>
    </tr>
  );
}

/** A text shows where it begins and ends: a blank at its end is a difference. */
function quoted(value: string | null) {
  return JSON.stringify(value ?? "");
}
