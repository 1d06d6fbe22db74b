import { Button, Field, Input, Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { ChevronDown16Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type NameChoice, NameChooser } from "./NameChooser";

type Props = { label: string; value: string; choices: NameChoice[]; onChange: (value: string) => void };

/** A name that is kept byte by byte as typed. The list only offers: it never corrects what stands in the field. */
export function NameInput({ label, value, choices, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
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
            <Popover
              open={open}
              onOpenChange={(_, data) => setOpen(data.open)}
              trapFocus
              positioning={{ position: "below", align: "end", autoSize: true }}
            >
              <PopoverTrigger disableButtonEnhancement>
                <Button
                  size="small"
                  appearance="transparent"
                  icon={<ChevronDown16Regular />}
                  aria-label={`${label}: ${t("mappings.choose")}`}
                />
              </PopoverTrigger>
              <PopoverSurface style={{ padding: 0 }} aria-label={`${label}: ${t("mappings.choose")}`}>
                <NameChooser
                  choices={choices}
                  onChoose={(name) => {
                    setOpen(false);
                    onChange(name);
                  }}
                />
              </PopoverSurface>
            </Popover>
          }
        />
      )}
    </Field>
  );
}
