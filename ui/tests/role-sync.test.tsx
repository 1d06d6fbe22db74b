import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { button, marked, open } from "./open";

const hidden = { hidden: true };
const dialog = () => screen.findByRole("dialog", hidden);
const inDialog = async (name: string) => within(await dialog()).getByRole("button", { name, ...hidden });
const toggle = async () => within(await dialog()).getByRole("switch", hidden);
const pairs = async () => within(await dialog()).getAllByRole("radio", hidden);
const chosen = async () =>
  (await pairs())
    .filter((pair) => (pair as HTMLInputElement).checked)
    .map((pair) => pair.getAttribute("value"));
const shown = () => document.querySelector("[data-outcome-of][data-shown]");
const asked = () => fakeHost.argsOf("switch_role_sync").map(({ candidate }) => candidate);

test("role sync offers its pairs, says what each does, and puts its row in only when asked", async () => {
  const { user } = await open("mappings");
  const opener = await button("Role sync Off");
  await user.click(opener);
  expect(await toggle()).not.toBeChecked();
  expect(await pairs()).toHaveLength(5);
  expect(await chosen()).toEqual([]);
  expect(within(await dialog()).getAllByText("Unconfirmed")).toHaveLength(5);
  expect(shown()).toHaveTextContent("Off: no row sends roles.");
  expect(await inDialog("Switch on")).toBeDisabled();
  const roles = within(await dialog())
    .getAllByRole("row", hidden)
    .map((row) => row.textContent);
  expect(roles).toContain("BUSINESS_BOOKKEEPERBookkeeper");
  expect(roles).toContain("GUEST_USERGuest at creation only");
  expect(within(await dialog()).getByRole("img", { name: "Warning", ...hidden })).toBeInTheDocument();

  // The switch takes the likeliest; another pair can be chosen, and the switch comes back to it.
  await user.click(await toggle());
  expect(await chosen()).toEqual(["roles-single"]);
  expect(shown()).toHaveTextContent(/Two roles on one person.*Give everyone one role/);
  expect(shown()).toHaveTextContent(/Before it is part of a plan.*Test one person/);
  await user.click(within(marked("data-candidate", "roles-assertive")).getByRole("radio", hidden));
  expect(shown()).toHaveTextContent(/Entra sends both roles/);
  await user.click(await toggle());
  expect(await chosen()).toEqual([]);
  await user.click(await toggle());
  expect(await chosen()).toEqual(["roles-assertive"]);
  expect(asked()).toEqual([]);

  await user.click(await inDialog("Switch on"));
  await waitFor(() => expect(screen.queryByRole("dialog", hidden)).toBeNull());
  expect(asked()).toEqual(["roles-assertive"]);
  expect(marked("data-attribute", "roles")).toBeVisible();
  expect(await button("Role sync On, not tested")).toHaveFocus();
  await user.click(await button("Undo: Switch role sync on"));
  expect(await button("Role sync Off")).toBeVisible();
});

test("a pair is changed and switched off, and Cancel changes nothing", async () => {
  const { user } = await open("mappings-role-sync");
  await user.click(await button("Role sync On, not tested"));
  expect(await toggle()).toBeChecked();
  expect(await chosen()).toEqual(["roles-single"]);
  expect(await inDialog("Change")).toBeDisabled();
  await user.click(within(marked("data-candidate", "roles-complex")).getByRole("radio", hidden));
  expect(await inDialog("Change")).toBeEnabled();
  await user.click(await inDialog("Cancel"));
  await waitFor(() => expect(screen.queryByRole("dialog", hidden)).toBeNull());
  const opener = await button("Role sync On, not tested");
  expect(opener).toHaveFocus();
  expect(asked()).toEqual([]);

  await user.keyboard("{Enter}");
  expect(await chosen()).toEqual(["roles-single"]);
  await user.click(await toggle());
  await user.click(await inDialog("Switch off"));
  expect(await button("Role sync Off")).toHaveFocus();
  expect(asked()).toEqual([null]);
  expect(document.querySelector('[data-attribute="roles"]')).toBeNull();
});

test("a row of one's own is shown, and stays until a pair is chosen in its place", async () => {
  const { user } = await open("mappings-own-roles");
  await user.click(await button("Role sync Custom row"));
  expect(await toggle()).toBeChecked();
  expect(await chosen()).toEqual(["custom"]);
  expect(marked("data-candidate", "custom")).toHaveTextContent('Switch([department], , "IT", "IT_ADMIN")');
  expect(await inDialog("Change")).toBeDisabled();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog", hidden)).toBeNull());
  expect(await button("Role sync Custom row")).toHaveFocus();

  await user.keyboard("{Enter}");
  expect(await chosen()).toEqual(["custom"]);
  await user.click(within(marked("data-candidate", "roles-single")).getByRole("radio", hidden));
  await user.click(await inDialog("Change"));
  expect(await button("Role sync On, not tested")).toHaveFocus();
  expect(asked()).toEqual(["roles-single"]);
});

test("what was typed into another row stays when role sync is switched on", async () => {
  const { user } = await open("mappings");
  await user.click(await button("name.givenName"));
  await user.type(await screen.findByLabelText("Source attribute"), "x");
  await user.click(await button("Role sync Off"));
  await user.click(await toggle());
  await user.click(await inDialog("Switch on"));
  expect(await button("Role sync On, not tested")).toBeVisible();
  expect(screen.getByLabelText("Source attribute")).toHaveValue("givenNamex");
});

test("the dialog has no accessibility violation", async () => {
  const { user } = await open("mappings-own-roles");
  await user.click(await button("Role sync Custom row"));
  const { violations } = await axe.run(await dialog(), { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});
