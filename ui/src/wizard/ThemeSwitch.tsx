import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { WeatherMoon20Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { type ThemeChoice, usePreferences, useSetTheme } from "../ipc/preferences";

const CHOICES: readonly ThemeChoice[] = ["system", "light", "dark"];

export function ThemeSwitch() {
  const { t } = useTranslation();
  const chosen = usePreferences().data?.theme ?? "system";
  const setTheme = useSetTheme();

  return (
    <Menu
      checkedValues={{ theme: [chosen] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const choice = CHOICES.find((candidate) => candidate === checkedItems[0]);
        if (choice) setTheme.mutate(choice);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<WeatherMoon20Regular />}
          aria-label={`${t("theme.label")}: ${t(`theme.${chosen}`)}`}
          title={t("theme.label")}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {CHOICES.map((choice) => (
            <MenuItemRadio key={choice} name="theme" value={choice}>
              {t(`theme.${choice}`)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
