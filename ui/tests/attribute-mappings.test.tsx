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
  await waitFor(async () => expect(await button("Next: Preview")).toBeEnabled());
});

test("several misspelt names are mended at once", async () => {
  const { user } = await open("mappings-two-misspelt");
  await user.click(await button("Fix all 2"));
  await waitFor(() => expect(screen.queryByText(/is right:/)).toBeNull());
  expect(fakeHost.argsOf("fix_all")).toHaveLength(1);
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
  await heading("Connect Ramp");
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

  await user.click(await button("Back to recommended"));
  await confirm(user, "Back to recommended", "Go back to the recommended table?");
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
