import { Button, Combobox, Field, Option, Radio, RadioGroup } from "@fluentui/react-components";
import { Dismiss16Regular, People16Regular, Person16Regular } from "@fluentui/react-icons";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Assignee, EntraChoices } from "../../ipc/bindings";
import { useChangeChoices, useFoundAssignees } from "../../ipc/entra";
import { toAppError } from "../../ipc/errors";
import { ErrorCard } from "../../kit/ErrorCard";
import { RuleChip } from "../../kit/RuleChip";
import { useDebounced } from "../../kit/useDebounced";
import styles from "./Choices.module.css";
import { complete } from "./standing";

type Props = { choices: EntraChoices; disabled: boolean };

/** How long a search waits for the next letter. */
const PAUSE = 250;

/** Who is to be assigned: searched, added, taken off again. */
export function Assignees({ choices, disabled }: Props) {
  const { t } = useTranslation();
  const heading = useId();
  const change = useChangeChoices();
  const list = useRef<HTMLElement>(null);
  const { assign, testGroup } = complete(choices);
  const groups = assign.filter((one) => one.kind === "group");

  function add(assignee: Assignee) {
    change.mutate((now) => ({
      ...now,
      assign: [...(now.assign ?? []).filter((one) => one.id !== assignee.id), assignee],
    }));
  }

  function remove(id: string) {
    change.mutate((now) => ({
      ...now,
      assign: (now.assign ?? []).filter((one) => one.id !== id),
      testGroup: now.testGroup === id ? null : (now.testGroup ?? null),
    }));
    // The pressed button goes with its row.
    list.current?.querySelector<HTMLElement>("[role='combobox']")?.focus();
  }

  return (
    <section className={styles.card} aria-labelledby={heading} ref={list}>
      <h2 id={heading} className={styles.title}>
        {t("scope.who")}
      </h2>
      {change.error && <ErrorCard error={toAppError(change.error)} />}
      <Search taken={assign} disabled={disabled} onAdd={add} />
      {assign.length === 0 ? (
        <p className="secondary">{t("scope.empty")}</p>
      ) : (
        <ul className={styles.list} aria-label={t("scope.assigned")}>
          {assign.map((one) => (
            <li key={one.id} data-assignee={one.name} data-kind={one.kind}>
              <KindIcon kind={one.kind} />
              <span className={styles.name}>{one.name}</span>
              <span className={styles.kind}>{t(`scope.${one.kind}`)}</span>
              <Button
                size="small"
                appearance="subtle"
                icon={<Dismiss16Regular />}
                aria-label={t("scope.remove", { name: one.name })}
                title={t("scope.remove", { name: one.name })}
                disabled={disabled}
                onClick={() => remove(one.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {groups.length > 0 && (
        <>
          <p className={styles.small}>
            {t("scope.groupRule")} <RuleChip id="R14" />
          </p>
          <Field label={t("scope.test")} hint={t("scope.testHint")} size="small">
            <RadioGroup
              value={testGroup ?? NONE}
              disabled={disabled}
              onChange={(_, { value }) =>
                change.mutate((now) => ({ ...now, testGroup: value === NONE ? null : value }))
              }
            >
              {groups.map((group) => (
                <Radio key={group.id} value={group.id} label={group.name} />
              ))}
              <Radio value={NONE} label={t("scope.testNone")} />
            </RadioGroup>
          </Field>
        </>
      )}
    </section>
  );
}

const NONE = "none";

function KindIcon({ kind }: { kind: Assignee["kind"] }) {
  const Icon = kind === "group" ? People16Regular : Person16Regular;
  return <Icon aria-hidden className={styles.icon} />;
}

type SearchProps = { taken: Assignee[]; disabled: boolean; onAdd: (assignee: Assignee) => void };

function Search({ taken, disabled, onAdd }: SearchProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const asked = useDebounced(typed, PAUSE);
  const found = useFoundAssignees(asked);
  const settled = asked === typed && !found.isFetching;
  const open = (found.data ?? []).filter((one) => !taken.some((other) => other.id === one.id));
  return (
    <>
      <Field label={t("scope.search")}>
        <Combobox
          className={styles.search}
          input={{ className: styles.input }}
          placeholder={t("scope.searchHint")}
          value={typed}
          selectedOptions={[]}
          disabled={disabled}
          onChange={(event) => setTyped(event.target.value)}
          onOptionSelect={(_, { optionValue }) => {
            const chosen = open.find((one) => one.id === optionValue);
            if (!chosen) return;
            setTyped("");
            onAdd(chosen);
          }}
          positioning={{ position: "below", align: "start", autoSize: "height" }}
          listbox={{ className: styles.listbox }}
        >
          {open.map((one) => (
            <Option key={one.id} value={one.id} text={one.name}>
              <span className={styles.option}>
                <KindIcon kind={one.kind} />
                <span>{one.name}</span>
                <span className={styles.kind}>{t(`scope.${one.kind}`)}</span>
              </span>
            </Option>
          ))}
          {open.length === 0 && (
            <Option disabled value="" text={t("scope.nobodyFound")}>
              {typed.trim() === ""
                ? t("scope.searchHint")
                : settled
                  ? t("scope.nobodyFound")
                  : t("scope.searching")}
            </Option>
          )}
        </Combobox>
      </Field>
      {found.error && <ErrorCard error={toAppError(found.error)} />}
    </>
  );
}
