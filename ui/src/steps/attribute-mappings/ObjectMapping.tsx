import { Button, Checkbox } from "@fluentui/react-components";
import { Filter16Regular, PersonKey16Regular } from "@fluentui/react-icons";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Actions, MappingsView } from "../../ipc/bindings";
import styles from "./ObjectMapping.module.css";
import type { Opened } from "./Toolbar";

const ACTIONS = ["create", "update", "delete"] as const satisfies readonly (keyof Actions)[];

type Props = {
  view: MappingsView;
  scopeOpen: boolean;
  scopeUnsaved: boolean;
  busy: boolean;
  onScope: () => void;
  onActions: (actions: Actions) => void;
  onOpen: (dialog: Opened) => void;
};

/** What stands above the rows on the portal's page: whom the mapping is for, and what Entra may do. Role sync joins them. */
export function ObjectMapping(props: Props) {
  const { view, scopeOpen, scopeUnsaved, busy, onScope, onActions, onOpen } = props;
  const { t } = useTranslation();
  const [scope, actions, roles, rolesState] = [useId(), useId(), useId(), useId()];
  const groups = view.scope.groups.length;
  return (
    <div className={styles.strip}>
      <div className={styles.part}>
        <span id={scope} className={styles.label}>
          {t("mappings.scope")}
        </span>
        <Button
          size="small"
          appearance="transparent"
          icon={<Filter16Regular />}
          data-scope-button
          aria-pressed={scopeOpen}
          aria-describedby={scope}
          onClick={onScope}
        >
          {groups === 0 ? t("mappings.allRecords") : t("mappings.filters", { count: groups })}
        </Button>
        {scopeUnsaved && <span className={styles.unsaved}>{t("mappings.unsaved")}</span>}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not stand in a line */}
      <div className={styles.part} role="group" aria-labelledby={actions}>
        <span id={actions} className={styles.label}>
          {t("mappings.actions")}
        </span>
        {ACTIONS.map((action) => (
          <Checkbox
            key={action}
            className={styles.action}
            label={t(`mappings.action.${action}`)}
            checked={view.actions[action]}
            disabled={busy}
            onChange={(_, { checked }) => onActions({ ...view.actions, [action]: checked === true })}
          />
        ))}
      </div>
      <div className={styles.part}>
        <span id={roles} className={styles.label}>
          {t("mappings.roleSync.label")}
        </span>
        <Button
          id={rolesState}
          size="small"
          appearance="transparent"
          icon={<PersonKey16Regular />}
          data-dialog="role-sync"
          data-role-sync={view.roleSync}
          aria-haspopup="dialog"
          aria-labelledby={`${roles} ${rolesState}`}
          onClick={() => onOpen("role-sync")}
        >
          {t(`mappings.roleSync.state.${view.roleSync}`)}
        </Button>
      </div>
    </div>
  );
}
