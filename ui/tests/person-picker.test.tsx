import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import "../src/i18n/i18n";
import { PEOPLE } from "../src/ipc/fake/people";
import { PersonPicker } from "../src/kit/PersonPicker";

test("typing goes on when somebody is chosen already", async () => {
  const chosen: string[] = [];
  const user = userEvent.setup();
  render(
    <FluentProvider theme={webLightTheme}>
      <PersonPicker people={PEOPLE} selected="ana.silva" onSelect={(key) => chosen.push(key)} />
    </FluentProvider>,
  );
  const field = screen.getByRole<HTMLInputElement>("combobox");
  await user.clear(field);
  await user.type(field, "jonas");
  expect(field).toHaveValue("jonas");
  expect(chosen).toEqual([]);
  await user.click(await screen.findByRole("option", { name: /Jonas Weber/ }));
  expect(chosen).toEqual(["jonas.weber"]);
});
