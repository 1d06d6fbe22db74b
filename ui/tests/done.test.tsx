import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { button, heading, marked, open } from "./open";

test("the title is the finding, and each line leads back to its step", async () => {
  const { user } = await open("done");
  expect(await heading("Provisioning works for Ana Silva")).toBeVisible();
  expect(screen.getByText("All 12 layers of the connection pass.")).toBeVisible();
  await user.click(within(marked("data-proven", "connect-ramp")).getByRole("button"));
  expect(await heading("Connect Ramp")).toBeVisible();
});

test("the Entra side is one line: how the job stands, and a way back to it", async () => {
  const { user } = await open("done-with-entra");
  expect(await screen.findByText("Provisioning works. 3 people, none fails.")).toBeVisible();
  const line = marked("data-proven", "scope-start");
  expect(line).toHaveAttribute("data-status", "done");
  await user.click(within(line).getByRole("button"));
  expect(await heading("Provisioning works. 3 people, none fails.")).toBeVisible();
});

test("without an Entra side there is no line of it", async () => {
  await open("done");
  await heading("Provisioning works for Ana Silva");
  expect(document.querySelector("[data-proven='scope-start']")).toBeNull();
  expect(fakeHost.argsOf("get_entra_job")).toEqual([]);
});

test("another person can be practised with", async () => {
  const { user } = await open("done");
  await user.click(await button("Practise with another person"));
  expect(await heading("Preview")).toBeVisible();
});

test("somebody who is still in Ramp is a warning that leads to the clean-up", async () => {
  const { user } = await open("test-real");
  fakeHost.replace("get_summary", () => ({
    title: "Provisioning works for Ana Silva",
    complete: true,
    lines: [{ step: "test-user", status: "warning", text: "Ana Silva is still in Ramp" }],
  }));
  await waitFor(async () => expect(await button("Next: Scope and start")).toBeEnabled());
  await user.click(await button("Next: Scope and start"));
  await user.click(await button("Next: Done"));
  await heading("Provisioning works for Ana Silva");
  const line = marked("data-proven", "test-user");
  expect(line).toHaveAttribute("data-status", "warning");
  expect(line).toHaveTextContent("Clean up");
  await user.click(within(line).getByRole("button"));
  expect(await heading("Test one user")).toBeVisible();
});
