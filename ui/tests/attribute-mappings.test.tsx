import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { button, confirm, heading, marked, open } from "./open";

test("a misspelt name is explained in place, and Fix asks the core to mend that row", async () => {
  const { user } = await open("mappings-misspelt");
  expect(await screen.findByText("is right: character 11 is a capital N")).toBeVisible();
  expect(await button("Next: Preview")).toBeDisabled();
  expect(await button("Next: Preview")).toHaveAccessibleDescription(
    "Next is off until name.givenname is right",
  );

  await user.click(await button("Fix"));
  await waitFor(() => expect(screen.queryByText(/is right:/)).toBeNull());
  expect(fakeHost.argsOf("fix_row")).toEqual([{ id: "m4" }]);
  expect(within(await row("m4")).getByRole("button")).toHaveFocus();
  await waitFor(async () => expect(await button("Next: Preview")).toBeEnabled());
});

test("fixing all shows every change first, and changes nothing on Cancel", async () => {
  const { user } = await open("mappings-two-misspelt");
  await user.click(await button("Fix all 2"));
  const dialog = await screen.findByRole("alertdialog", { hidden: true });
  const planned = [...dialog.querySelectorAll("[data-change='changed'] dd")].map((fix) =>
    [...fix.children].map((name) => name.textContent),
  );
  expect(planned).toEqual([
    ["username", "userName"],
    ["name.givenname", "name.givenName"],
  ]);
  await user.click(within(dialog).getByRole("button", { name: "Cancel", hidden: true }));
  expect(fakeHost.argsOf("fix_all")).toEqual([]);

  await user.click(await button("Fix all 2"));
  await confirm(user, "Fix these 2", "Change 2 names and values?");
  await waitFor(() => expect(screen.queryByText(/is right:/)).toBeNull());
  expect(fakeHost.argsOf("fix_all")).toHaveLength(1);
  await waitFor(() => expect(document.body).not.toHaveFocus());
});

test("where several names may be meant, each is a button that saves the row with it", async () => {
  const offers = ["home", "work"].map((type) => ({ replacement: `emails[type eq "${type}"].value` }));
  const { user } = await open("mappings");
  await user.click(within(await row("m3")).getByRole("button"));
  const found = [
    {
      code: "target.ambiguous",
      severity: "error",
      row: "m3",
      field: "target",
      subject: "emails.value",
      message: "emails.value may mean either of two names.",
      consequence: "Ramp would get no email.",
      rule: "R2",
      span: null,
      firstDifference: null,
      fix: null,
      offers,
    },
  ];
  fakeHost.replace("examine_row", () => ({ diagnostics: found, value: null }));
  const field = await screen.findByLabelText("Target attribute");
  await user.type(field, "x");
  expect(await button('Use emails[type eq "work"].value')).toBeVisible();
  expect(screen.queryByRole("button", { name: "Fix" })).toBeNull();
  // With something unsaved the name joins it, and Save saves both.
  await user.click(await button('Use emails[type eq "home"].value'));
  expect(field).toHaveValue('emails[type eq "home"].value');
  await user.click(await button("Save"));
  await waitFor(() =>
    expect(fakeHost.argsOf("save_row")).toMatchObject([{ row: { target: 'emails[type eq "home"].value' } }]),
  );
});

test("a row opens with the keyboard inside; Save keeps it and Esc gives it back to the row", async () => {
  const { user } = await open("mappings");
  const opener = within(await row("m4")).getByRole("button");
  opener.focus();
  await user.keyboard("{Enter}");
  const field = await screen.findByLabelText("Target attribute");
  await waitFor(() =>
    expect(field.closest("section")).toContainElement(document.activeElement as HTMLElement),
  );

  await user.type(field, "x");
  const save = await button("Save");
  await user.click(save);
  await waitFor(() => expect(fakeHost.argsOf("save_row")).toHaveLength(1));
  await waitFor(() => expect(save).toHaveAttribute("aria-disabled", "true"));
  expect(save).toHaveFocus();

  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByLabelText("Target attribute")).toBeNull());
  expect(within(await row("m4")).getByRole("button")).toHaveFocus();
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);
});

test("a new row begins with its name, and Esc goes back to Add row", async () => {
  const { user } = await open("mappings");
  await user.click(await button("Add row"));
  await waitFor(() => expect(screen.getByLabelText("Target attribute")).toHaveFocus());
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByLabelText("Target attribute")).toBeNull());
  expect(await button("Add row")).toHaveFocus();
});

test("the panel says a misspelt name once, shows it marked, and fixes it there", async () => {
  const { user } = await open("mappings-misspelt");
  await user.click(within(await row("m4")).getByRole("button"));
  const panel = (await screen.findByLabelText("Target attribute")).closest("section") as HTMLElement;
  expect(await within(panel).findByText("is right: character 11 is a capital N")).toBeVisible();
  expect([...panel.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["n", "N"]);
  await user.click(within(panel).getByRole("button", { name: "Fix" }));
  await waitFor(() =>
    expect(fakeHost.argsOf("save_row")).toMatchObject([{ row: { id: "m4", target: "name.givenName" } }]),
  );
});

test("the table keeps the portal's own labels", async () => {
  await open("mappings");
  for (const name of ["customappsso Attribute", "Microsoft Entra ID Attribute", "Matching precedence"]) {
    expect(await screen.findByRole("columnheader", { name })).toBeVisible();
  }
});

test("a name is checked as it is typed, and nothing is saved until Save", async () => {
  const { user } = await open("mappings");
  await user.click(within(await row("m4")).getByRole("button"));
  const field = await screen.findByLabelText("Target attribute");
  await user.clear(field);
  await user.type(field, "name.givenname");
  expect(await screen.findByText("is right: character 11 is a capital N")).toBeVisible();
  expect(fakeHost.argsOf("save_row")).toEqual([]);

  await user.click(await button("Save"));
  await waitFor(() =>
    expect(fakeHost.argsOf("save_row")[0]).toMatchObject({ row: { id: "m4", target: "name.givenname" } }),
  );
  expect(await button("Next: Preview")).toBeDisabled();
});

test("an unsaved change survives a look at another step, and Revert drops it", async () => {
  const { user } = await open("mappings");
  await user.click(within(await row("m6")).getByRole("button"));
  const source = await screen.findByLabelText("Source attribute");
  await user.clear(source);
  await user.type(source, "officeLocation");
  await user.click(await button("Back"));
  await heading("Connect Entra");
  await user.click(await button("Next: Attribute mappings"));

  expect(within(await row("m6")).getByText("not saved")).toBeVisible();
  await user.click(within(await row("m6")).getByRole("button"));
  expect(await screen.findByLabelText("Source attribute")).toHaveValue("officeLocation");
  await user.click(await button("Revert"));
  expect(screen.getByLabelText("Source attribute")).toHaveValue("city");
  expect(fakeHost.argsOf("save_row")).toEqual([]);
});

test("removing a row and going back to the recommended table are confirmed", async () => {
  const { user } = await open("mappings");
  await user.click(within(await row("m7")).getByRole("button"));
  await user.click(await button("Remove row"));
  await confirm(user, "Remove row", "Remove externalId?");
  await waitFor(() => expect(document.querySelector('[data-row="m7"]')).toBeNull());

  // What comes back is shown before it does.
  await user.click(await button("Back to recommended"));
  const dialog = await screen.findByRole("dialog", { hidden: true });
  await waitFor(() => expect(marked("data-target", "externalId")).toHaveAttribute("data-change", "added"));
  await user.click(within(dialog).getByRole("button", { name: "Back to recommended", hidden: true }));
  await waitFor(() => expect(document.querySelector('[data-row="m7"]')).not.toBeNull());
});

test("a new row is added by saving it", async () => {
  const { user } = await open("mappings");
  await user.click(await button("Add row"));
  await user.type(await screen.findByLabelText("Target attribute"), "displayName");
  await user.type(screen.getByLabelText("Source attribute"), "displayName");
  await user.click(await button("Save"));
  await waitFor(() =>
    expect(fakeHost.argsOf("save_row")[0]).toMatchObject({ row: { id: "", target: "displayName" } }),
  );
  await waitFor(() => expect(marked("data-attribute", "displayName")).toBeVisible());
});

async function row(id: string) {
  await screen.findByRole("table");
  return marked("data-row", id);
}
