import { expect, test } from "vitest";
import { bytes, isGivenUp, text } from "./passkeys";

test("bytes travel as base64url without padding", () => {
  const raw = new Uint8Array([0, 251, 255, 190, 62, 63, 1]);
  expect(text(raw.buffer)).toBe("APv_vj4_AQ");
  expect([...bytes("APv_vj4_AQ")]).toEqual([...raw]);
  expect(text(bytes("").buffer)).toBe("");
});

test("closing the device's window is no error", () => {
  expect(isGivenUp(new DOMException("", "NotAllowedError"))).toBe(true);
  expect(isGivenUp(new DOMException("", "SecurityError"))).toBe(false);
  expect(isGivenUp(new Error("x"))).toBe(false);
});
