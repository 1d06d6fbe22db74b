import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";

// Waits are for a condition; on a busy machine that may take a while.
configure({ asyncUtilTimeout: 8_000 });

// What jsdom has not, and Fluent asks for.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollIntoView ??= () => undefined;

// Asked by the expression editor, which measures its lines.
Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
Range.prototype.getBoundingClientRect ??= () => new DOMRect();

// As index.html has them.
document.documentElement.lang = "en";
document.title = "Onramp";

beforeEach(() => fakeHost.reset());
afterEach(cleanup);
