import { Input } from "@fluentui/react-components";
import { Search16Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFunctions } from "../../ipc/mappings";
import { Disclosure } from "../../kit/Disclosure";
import styles from "./FunctionList.module.css";

/** Every function with its signature, what it does, what to beware of and an example; and the keys of the editor. */
export function FunctionList() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const functions = useFunctions(open).data ?? [];
  const wanted = typed.trim().toLowerCase();
  const found = functions.filter((one) => `${one.name} ${one.summary}`.toLowerCase().includes(wanted));
  return (
    <Disclosure
      open={open}
      onToggle={setOpen}
      summary={<span className="secondary">{t("mappings.functionsAndKeys")}</span>}
    >
      <div className={styles.list}>
        <dl className={styles.keys}>
          {(["complete", "fix", "next", "format", "undo", "leave"] as const).map((key) => (
            <div key={key}>
              <dt>
                <kbd>{t(`mappings.keys.${key}.keys`)}</kbd>
              </dt>
              <dd>{t(`mappings.keys.${key}.what`)}</dd>
            </div>
          ))}
        </dl>
        <Input
          size="small"
          type="search"
          contentBefore={<Search16Regular />}
          aria-label={t("mappings.searchFunctions")}
          placeholder={t("mappings.searchFunctions")}
          value={typed}
          onChange={(_, { value }) => setTyped(value)}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
        <ul className={styles.functions} tabIndex={0} aria-label={t("mappings.functionsAndKeys")}>
          {found.map((one) => (
            <li key={one.name} data-function={one.name}>
              <code>{one.signature}</code>
              <p>{one.summary}</p>
              {one.caution && <p className={styles.caution}>{one.caution}</p>}
              {one.example && (
                <p className={styles.example}>
                  <code>{one.example.expression}</code>
                  <code>
                    {one.example.value === null
                      ? t("mappings.states.empty")
                      : JSON.stringify(one.example.value)}
                  </code>
                </p>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Disclosure>
  );
}
