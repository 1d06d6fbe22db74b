import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { button, marked, open } from "./open";

const dialog = () => screen.findByRole("dialog", { hidden: true });
const inDialog = async (name: string | RegExp) =>
  within(await dialog()).getByRole("button", { name, hidden: true });

test("a file is looked at first, then takes the table's place, and Undo brings the table back", async () => {
  const { user } = await open("mappings");
  await user.click(await button("Import"));
  await user.click(await inDialog("Choose a file"));
  await waitFor(() => expect(document.querySelector("[data-import]")).not.toBeNull());
  expect(marked("data-import", "entra-schema")).toHaveTextContent("Entra’s schema in schema.json");
  const kinds = [...document.querySelectorAll("[data-change]")].map((one) => [
    one.getAttribute("data-change"),
    one.getAttribute("data-target"),
  ]);
  expect(kinds).toEqual([
    ["changed", 'emails[type eq "work"].value'],
    ["removed", "externalId"],
    ["added", "nickName"],
  ]);
  expect(fakeHost.argsOf("import_mappings")).toEqual([]);

  await user.click(await inDialog("Import 10 rows"));
  await waitFor(() => expect(screen.queryByRole("dialog", { hidden: true })).toBeNull());
  expect(marked("data-attribute", "nickName")).toBeVisible();
  await user.click(await button("Undo: Import schema.json"));
  await waitFor(() => expect(document.querySelector('[data-attribute="nickName"]')).toBeNull());
});

test("a pasted text that is no mapping says so, and stays to be mended", async () => {
  const { user } = await open("mappings");
  await user.click(await button("Import"));
  const text = within(await dialog()).getByLabelText("Or paste its text");
  await user.click(text);
  await user.paste("hello");
  await user.click(await inDialog("Look at it"));
  expect(await screen.findByText("The file is not JSON.")).toBeInTheDocument();
  expect(text).toHaveValue("hello");
});

test("the table is compared with the recommended one, and with the file that was imported", async () => {
  const { user } = await open("mappings");
  await screen.findByRole("table");
  expect(screen.queryByRole("button", { name: "Compare" })).toBeNull();
  await user.click(await button("Import"));
  await user.click(await inDialog("Choose a file"));
  await user.click(await waitFor(() => inDialog("Import 10 rows")));
  await waitFor(() => expect(screen.queryByRole("dialog", { hidden: true })).toBeNull());

  await user.click(await button("Compare"));
  await waitFor(() => expect(document.querySelectorAll("[data-change]")).toHaveLength(3));
  await user.click(screen.getByRole("tab", { name: "schema.json", hidden: true }));
  expect(await screen.findByText("No difference.")).toBeInTheDocument();
});

test("the table goes out as Entra's schema or as an Onramp mapping", async () => {
  const { user } = await open("mappings");
  await user.click(await button("Export"));
  const text = within(await dialog()).getByLabelText("The text");
  await waitFor(() => expect((text as HTMLTextAreaElement).value).toContain("userPrincipalName"));
  await user.click(within(await dialog()).getByRole("radio", { name: "An Onramp mapping", hidden: true }));
  await user.click(await inDialog("Save as a file"));
  expect(await screen.findByText("Saved as /home/ana/entra-schema.json")).toBeInTheDocument();
  expect(fakeHost.argsOf("save_mapping_file")).toEqual([{ format: "onramp" }]);
});
