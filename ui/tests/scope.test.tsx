import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { button, marked, open } from "./open";

test("a scoping filter is built beside the table, and says who is in while it is edited", async () => {
  const { user } = await open("mappings");
  await user.click(await button("All records"));
  expect(await screen.findByText("5 of 5 assigned people are in.")).toBeVisible();

  await user.click(await button("Add scoping filter"));
  const clause = marked("data-clause", "1");
  await user.type(within(clause).getByLabelText("Source attribute"), "city");
  await user.type(within(clause).getByLabelText("Value"), "Lisbon");
  expect(await screen.findByText("1 of 5 assigned people are in.")).toBeVisible();
  await user.click(await button("Who, and why"));
  expect(await screen.findAllByText("city is not exactly Lisbon.")).toHaveLength(4);
  expect(await button("Next: Preview")).toHaveAccessibleDescription("Next is off: the scope is not saved");

  await user.click(await button("Save"));
  const saved = { attribute: "city", operator: "EQUALS", value: "Lisbon", furtherValues: [] };
  await waitFor(() =>
    expect(fakeHost.argsOf("save_scope")).toEqual([
      { filter: { groups: [{ name: "Filter 1", clauses: [saved] }] } },
    ]),
  );
  await user.click(await button("Close"));
  expect(await button("1 scoping filter")).toHaveFocus();
  await user.click(await button("Undo: Source Object Scope"));
  await waitFor(() => expect(fakeHost.argsOf("undo_mappings")).toHaveLength(1));
});

test("a slip in a clause is mended where it stands", async () => {
  const { user } = await open("mappings");
  await user.click(await button("All records"));
  await user.click(await button("Add scoping filter"));
  const name = within(marked("data-clause", "1")).getByLabelText("Source attribute");
  await user.type(name, "City");
  await user.click(await button("Use city"));
  expect(name).toHaveValue("city");
  await waitFor(() => expect(screen.queryByText("Entra knows city, not City.")).toBeNull());
});

test("an operator without a value asks for none, and a filter is taken out again", async () => {
  const { user } = await open("mappings");
  await user.click(await button("All records"));
  await user.click(await button("Add scoping filter"));
  await waitFor(() => expect(within(marked("data-clause", "1")).getByLabelText("Operator")).toBeVisible());
  await screen.findByRole("option", { name: "IS NULL" });
  await user.selectOptions(screen.getByLabelText("Operator"), "IS NULL");
  expect(screen.queryByLabelText("Value")).toBeNull();
  await user.click(await button("Add clause"));
  expect(screen.getByText("and")).toBeVisible();
  await user.click(await button("Remove clause 2"));
  await user.click(await button("Remove Filter 1"));
  expect(document.querySelector("[data-group]")).toBeNull();
  expect(await button("Save")).toHaveAttribute("aria-disabled", "true");
});

test("the target object actions stand in the portal's words, and a change is saved at once", async () => {
  const { user } = await open("mappings");
  const actions = await screen.findByRole("group", { name: "Target Object Actions" });
  for (const name of ["Create", "Update", "Delete"]) {
    expect(within(actions).getByRole("checkbox", { name })).toBeChecked();
  }
  await user.click(within(actions).getByRole("checkbox", { name: "Delete" }));
  await waitFor(() =>
    expect(fakeHost.argsOf("save_actions")).toEqual([
      { actions: { create: true, update: true, delete: false } },
    ]),
  );
});
