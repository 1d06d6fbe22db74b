import { render, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { App } from "../src/app/App";
import { createQueryClient } from "../src/app/query-client";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { button, heading, marked, open } from "./open";

test("a blocked step stays in the rail with its reason and does not open", async () => {
  const { user } = await open("connect");
  const rail = screen.getByRole("navigation", { name: "Steps" });
  expect(marked("data-step", "preview")).toHaveAttribute("data-status", "blocked");

  const blocked = within(rail).getByRole("button", { name: /Preview.*Needs a working Ramp side/ });
  expect(blocked).toHaveAttribute("aria-disabled", "true");
  await user.click(blocked);
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);
});

test("Next is off and says why", async () => {
  await open("connect-fails");
  const next = await button("Next: Connect Entra");
  expect(next).toBeDisabled();
  expect(next).toHaveAccessibleDescription("Next is off: Filter answers 404");
});

test("Next names the step it leads to, and the new title takes the focus", async () => {
  const { user } = await open("connected");
  await user.click(await button("Next: Connect Entra"));
  await waitFor(async () => expect(await heading("Connect Entra")).toHaveFocus());
});

test("Esc goes back, but not out of a field", async () => {
  const { user } = await open("connected");
  await user.click(await screen.findByLabelText("SCIM URL"));
  await user.keyboard("{Escape}");
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);

  await user.click(await heading("Connect Ramp"));
  await user.keyboard("{Escape}");
  expect(await heading("Provision Ramp from Microsoft Entra")).toBeVisible();
});

test("Esc closes what floats above the page, and nothing else", async () => {
  const { user } = await open("preview");
  await user.click(await button("Rule R4"));
  await screen.findByText(/is created by that name/);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText(/is created by that name/)).toBeNull());
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);

  await user.click(await screen.findByRole("combobox", { name: "Person" }));
  await screen.findByRole("option", { name: /Rui Costa/ });
  await user.keyboard("{Escape}");
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);
});

test("Esc in a confirmation closes it and does not leave the step", async () => {
  const { user } = await open("done");
  await user.click(await button("Start over"));
  await screen.findByRole("alertdialog", { hidden: true });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("alertdialog", { hidden: true })).toBeNull());
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);
});

test("Esc beside an open drawer closes it and gives the focus back", async () => {
  const { user } = await open("test-real");
  const opener = await button(/Match/);
  await user.click(opener);
  await button("Close");
  await user.click(await heading("Test one user"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Close" })).toBeNull());
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);

  await user.click(opener);
  await button("Close");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(opener).toHaveFocus());
});

test("what must be told stays on every step until it is dismissed", async () => {
  const { user } = await open("damaged-settings");
  expect(await screen.findByText(/The settings file was damaged/)).toBeVisible();
  await user.click(await button("Next: Connect Entra"));
  await heading("Connect Entra");
  expect(screen.getByText(/The settings file was damaged/)).toBeVisible();
  await user.click(await button("Dismiss"));
  await user.click(await button("Back"));
  await heading("Connect Ramp");
  expect(screen.queryByText(/The settings file was damaged/)).toBeNull();
});

test("practice is marked by word and by sentence", async () => {
  await open("preview");
  const header = screen.getAllByRole("banner")[0] as HTMLElement;
  expect(within(header).getByText("PRACTICE")).toBeVisible();
  expect(within(header).getByText("Both sides run on this computer. Nothing leaves it.")).toBeVisible();
});

test("the theme is set at once and kept by the host", async () => {
  const { user, container } = await open("connect");
  await user.click(await button("Theme: Follow the system"));
  await user.click(await screen.findByRole("menuitemradio", { name: "Dark" }));
  await waitFor(() => expect(container.querySelector("[data-theme=dark]")).not.toBeNull());
  expect(fakeHost.argsOf("set_theme")).toEqual([{ theme: "dark" }]);
});

test("a state that can't be read shows the failure and a way to try again", async () => {
  fakeHost.reset("connect");
  fakeHost.replace("get_state", () => {
    throw failure({
      code: "storage.damaged",
      side: "this-computer",
      message: "The progress file can’t be read.",
    });
  });
  render(<App client={createQueryClient()} />);

  expect(await screen.findByText("The progress file can’t be read.")).toBeVisible();
  expect(screen.getByText("This computer")).toBeVisible();
  fakeHost.restore("get_state");
  (await button("Try again")).click();
  expect(await heading("Connect Ramp")).toBeVisible();
});
