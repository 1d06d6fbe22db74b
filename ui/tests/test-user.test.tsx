import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { button, marked, open } from "./open";

test("dry run, warnings, then for real, then put back", async () => {
  const { user } = await open("test");
  expect(await button("Provision Ana Silva")).toBeDisabled();

  await user.click(await button("Dry run"));
  expect(await screen.findByText("An invite mail goes out. It can’t be called back.")).toBeVisible();
  expect(marked("data-run-step", "perform")).toHaveAttribute("data-run-status", "planned");
  expect(fakeHost.argsOf("provision_user")).toEqual([]);

  await user.click(await button("Provision Ana Silva"));
  expect(await screen.findByRole("heading", { name: "Ana Silva is in Ramp." })).toBeVisible();
  expect(marked("data-run-step", "perform")).toHaveAttribute("data-run-status", "success");
  await waitFor(async () => expect(await button("Next: Scope and start")).toBeEnabled());

  await user.click(await button("Clean up"));
  expect(await screen.findByText("Ana Silva is deactivated in Ramp again.")).toBeVisible();
  expect(screen.getByText(/Ramp never deletes one/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Clean up" })).toBeNull();
});

test("differences come first and are explained; equal rows follow", async () => {
  await open("test-real");
  await screen.findByText("9 of 10 stored as expected");
  const rows = [...document.querySelectorAll<HTMLElement>("[data-equal]")];
  expect(rows.map((row) => row.dataset.equal)).toEqual(["false", ...Array(9).fill("true")]);
  expect(rows[0]?.dataset.attribute).toMatch(/:manager$/);
  expect(within(rows[0] as HTMLElement).getByText(/Rui Costa is not in Ramp yet/)).toBeVisible();
});

test("a step opens what it sent, with the token hidden", async () => {
  const { user } = await open("test-real");
  await screen.findByText("9 of 10 stored as expected");
  await user.click(within(marked("data-run-step", "perform")).getByRole("button"));
  const drawer = await screen.findByRole("complementary", { name: "Perform" });
  expect(within(drawer).getByText("POST /Users")).toBeVisible();
  expect(within(drawer).getByText("201")).toBeVisible();
  expect(within(drawer).getByText("Bearer ••••••••7f3e")).toBeVisible();

  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("complementary", { name: "Perform" })).toBeNull());
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);
});

test("a refusal says why and what next", async () => {
  await open("test-refused");
  expect(await screen.findByRole("heading", { name: /^Ramp refused Jonas Weber/ })).toBeVisible();
  expect(marked("data-run-step", "perform")).toHaveAttribute("data-run-status", "failure");
  expect(screen.getByText(/Give the person a department/)).toBeVisible();
});

test("a refusal is told once, and the way on is another person", async () => {
  const { user } = await open("test-refused");
  expect(await screen.findAllByText(/^Ramp refused Jonas Weber/)).toHaveLength(1);
  await user.click(await button("Choose another person"));
  expect(screen.getByRole("combobox", { name: "Person" })).toHaveFocus();
});

test("only what the core says can be put back offers Clean up, again after it failed", async () => {
  const { user } = await open("test-real");
  fakeHost.replace("clean_up_user", () => {
    const run = fakeHost.world.testRun;
    fakeHost.world.testRun = run && {
      ...run,
      canCleanUp: true,
      cleanUp: { ok: false, summary: "Ramp did not answer.", remains: [], exchanges: [] },
    };
    return fakeHost.world.testRun;
  });
  await user.click(await button("Clean up"));
  expect(await screen.findByRole("heading", { name: "Ramp did not answer." })).toBeVisible();
  expect(marked("data-clean-up", "failed")).toBeVisible();

  fakeHost.restore("clean_up_user");
  await waitFor(async () => expect(await button("Clean up")).toBeEnabled());
  await user.click(await button("Clean up"));
  await waitFor(() => expect(marked("data-clean-up", "ok")).toBeVisible());
  expect(screen.queryByRole("button", { name: "Clean up" })).toBeNull();
  // What the run said holds no more.
  expect(screen.queryByText("Ana Silva is in Ramp.")).toBeNull();
  await waitFor(() => expect(document.body).not.toHaveFocus());
});
