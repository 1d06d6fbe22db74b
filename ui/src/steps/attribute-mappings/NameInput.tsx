import {
  Button,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { ChevronDown16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { AttributeChoice } from "../../ipc/bindings";
import styles from "./RowPanel.module.css";

type Props = { label: string; value: string; choices: AttributeChoice[]; onChange: (value: string) => void };

/** A name that is kept byte by byte as typed. The list only offers: it never corrects what stands in the field. */
export function NameInput({ label, value, choices, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Field label={label} size="small">
      {(field) => (
        <Input
          {...field}
          className="mono"
          size="small"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={value}
          title={value}
          onChange={(_, data) => onChange(data.value)}
          contentAfter={
            <Menu positioning={{ position: "below", align: "end" }}>
              <MenuTrigger disableButtonEnhancement>
                <Button
                  size="small"
                  appearance="transparent"
                  icon={<ChevronDown16Regular />}
                  aria-label={`${label}: ${t("mappings.choose")}`}
                />
              </MenuTrigger>
              <MenuPopover className={styles.choices}>
                <MenuList>
                  {choices.map((choice) => (
                    <MenuItem key={choice.name} onClick={() => onChange(choice.name)}>
                      <code className={styles.choice}>{choice.name}</code>
                      {choice.meaning && <span className={styles.choiceMeaning}>{choice.meaning}</span>}
                    </MenuItem>
                  ))}
                </MenuList>
              </MenuPopover>
            </Menu>
          }
        />
      )}
    </Field>
  );
}
