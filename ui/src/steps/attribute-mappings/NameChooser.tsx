import { Input, useArrowNavigationGroup } from "@fluentui/react-components";
import { Search16Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./NameChooser.module.css";

/** A name to choose: what stands small beside it, and the heading it stands under. */
export type NameChoice = { name: string; detail: string; group?: string };

type Props = { choices: NameChoice[]; onChoose: (name: string) => void };

/** All names, narrowed down by a part of the name or of what stands beside it. */
export function NameChooser({ choices, onChoose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const arrows = useArrowNavigationGroup({ axis: "vertical" });
  const wanted = typed.trim().toLowerCase();
  const found = choices.filter((one) => `${one.name} ${one.detail}`.toLowerCase().includes(wanted));
  const groups = [...new Set(found.map((one) => one.group ?? ""))];
  return (
    <div className={styles.chooser} {...arrows}>
      <Input
        size="small"
        type="search"
        contentBefore={<Search16Regular />}
        aria-label={t("mappings.searchNames")}
        placeholder={t("mappings.searchNames")}
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key !== "Enter" || !first) return;
          event.preventDefault();
          onChoose(first.name);
        }}
      />
      <div className={styles.list}>
        {groups.map((group) => (
          <div key={group}>
            {group && <p className={styles.group}>{group}</p>}
            <ul aria-label={group || t("mappings.choose")}>
              {found
                .filter((one) => (one.group ?? "") === group)
                .map((one) => (
                  <li key={one.name}>
                    <button
                      type="button"
                      className={`plain ${styles.choice}`}
                      onClick={() => onChoose(one.name)}
                    >
                      <code>{one.name}</code>
                      {one.detail && <span>{one.detail}</span>}
                    </button>
                  </li>
                ))}
            </ul>
          </div>
        ))}
        {found.length === 0 && <p className={styles.group}>{t("mappings.noSuchName")}</p>}
      </div>
    </div>
  );
}
