import { Button } from "@fluentui/react-components";
import { Add16Regular, Dismiss20Regular } from "@fluentui/react-icons";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { MappingsView, ScopeExamination } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { useSaveScope, useScopeExamination } from "../../ipc/scope";
import { Disclosure } from "../../kit/Disclosure";
import { ErrorCard } from "../../kit/ErrorCard";
import { StatusIcon } from "../../kit/StatusIcon";
import panel from "./RowPanel.module.css";
import { ScopeGroupFields } from "./ScopeGroupFields";
import styles from "./ScopePanel.module.css";
import { newGroup, useScopeDraft, withGroup } from "./scope-draft";

type Props = { view: MappingsView; onClose: () => void };

/** The scoping filter, with who is in while it is edited. */
export function ScopePanel({ view, onClose }: Props) {
  const { t } = useTranslation();
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const draft = useScopeDraft(view.scope);
  const examination = useScopeExamination(draft.filter);
  const save = useSaveScope();
  const { groups } = draft.filter;

  useEffect(() => title.current?.focus({ preventScroll: true }), []);

  return (
    <section className={panel.panel} aria-labelledby={heading} data-scope-panel>
      <div className={panel.head}>
        <div className={panel.names}>
          <h2 id={heading} ref={title} tabIndex={-1} className={panel.title}>
            {t("mappings.scope")}
          </h2>
          <p className={panel.meaning}>{t("mappings.scopeText")}</p>
        </div>
        <Button
          className={panel.close}
          size="small"
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label={t("app.close")}
          onClick={onClose}
        />
      </div>
      <form
        className={panel.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.dirty && !save.isPending) save.mutate(draft.filter, { onSuccess: draft.drop });
        }}
      >
        <div className={panel.fields}>
          {examination.data && <Count examination={examination.data} stale={examination.isPlaceholderData} />}
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
            <div key={index} className={styles.joined}>
              {index > 0 && <span className={styles.joint}>{t("mappings.or")}</span>}
              <ScopeGroupFields
                group={group}
                number={index + 1}
                found={(examination.data?.diagnostics ?? []).filter((found) => found.group === index)}
                remedies={(examination.data?.remedies ?? []).filter((remedy) => remedy.group === index)}
                onRemedy={draft.set}
                onChange={(next) => draft.set(withGroup(draft.filter, index, next))}
              />
            </div>
          ))}
          <div>
            <Button
              size="small"
              icon={<Add16Regular />}
              onClick={() =>
                draft.set({
                  groups: [...groups, newGroup(t("mappings.filterName", { number: groups.length + 1 }))],
                })
              }
            >
              {t("mappings.addFilter")}
            </Button>
          </div>
          {(save.error ?? examination.error) && (
            <ErrorCard error={toAppError(save.error ?? examination.error)} />
          )}
        </div>
        <div className={panel.actions}>
          <Button
            type="submit"
            size="small"
            appearance={draft.dirty ? "primary" : "secondary"}
            disabledFocusable={!draft.dirty || save.isPending}
          >
            {t("mappings.save")}
          </Button>
          <Button size="small" appearance="subtle" disabledFocusable={!draft.dirty} onClick={draft.drop}>
            {t("mappings.revert")}
          </Button>
        </div>
      </form>
    </section>
  );
}

/** How many are in, and everybody's reason behind it. */
function Count({ examination, stale }: { examination: ScopeExamination; stale: boolean }) {
  const { t } = useTranslation();
  const { included, assigned, people } = examination;
  const out = assigned - included;
  return (
    <div className={styles.count} data-included={included} data-stale={stale || undefined}>
      <p aria-live="polite">
        <strong>{t("mappings.inScope", { included, count: assigned })}</strong>
        {out > 0 && <span className="secondary"> {t("mappings.outOfScope", { count: out })}</span>}
      </p>
      <Disclosure summary={<span className="secondary">{t("mappings.whoAndWhy")}</span>}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard */}
        <ul className={styles.people} tabIndex={0} aria-label={t("mappings.whoAndWhy")}>
          {people.map((person) => (
            <li key={person.key} data-in={person.included || undefined}>
              <StatusIcon
                shape={person.included ? "pass" : "skipped"}
                label={person.included ? t("mappings.in") : t("mappings.out")}
              />
              <p>
                {person.name} <span className="secondary">{person.sentence}</span>
              </p>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
