import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Picker, type PickerOption } from "./Picker";

const picked = vi.fn<(value: string) => void>();
const made = vi.fn<(text: string) => void>();
const left = vi.fn<() => void>();
let root: Root;
let place: HTMLElement;

const people = (...names: string[]): PickerOption[] => names.map((name) => ({ value: name, label: name }));
const show = (options: PickerOption[], loading = false, more: { multiple?: boolean; own?: boolean } = {}) =>
  act(() =>
    root.render(
      <div onKeyDown={(event) => event.key === "Escape" && left()}>
        <Picker
          label="Owner"
          options={options}
          loading={loading}
          multiple={more.multiple ?? false}
          onPick={picked}
          {...(more.own ? { onCreate: made } : { onSearch: () => {} })}
        />
      </div>,
    ),
  );
const box = () => place.querySelector("input") as HTMLInputElement;
const type = (text: string) =>
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(box(), text);
    box().dispatchEvent(new Event("input", { bubbles: true }));
  });
const press = (key: string) =>
  act(() => box().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  Element.prototype.scrollIntoView = () => {};
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  place.remove();
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

describe("Enter in a list that asks the server", () => {
  it("chooses at once from the answer to what is typed", async () => {
    await show(people("Ann", "Anton"));
    await press("ArrowDown");
    await press("Enter");
    expect(picked.mock.calls).toEqual([["Anton"]]);
  });
  it("waits for the answer to what is typed, and takes the first of it", async () => {
    await show(people("Ann", "Bea"));
    await type("zhang");
    await show(people("Ann", "Bea"), true);
    await press("ArrowDown");
    await press("Enter");
    expect(picked).not.toHaveBeenCalled();
    await show(people("张伟", "张敏"));
    expect(picked.mock.calls).toEqual([["张伟"]]);
    await show(people("张敏"));
    expect(picked).toHaveBeenCalledTimes(1);
  });
  it("is forgotten when somebody types on", async () => {
    await show(people("Ann"), true);
    await type("zh");
    await press("Enter");
    await type("zhang");
    await show(people("张伟"));
    expect(picked).not.toHaveBeenCalled();
  });
  it("chooses nothing when the answer is empty", async () => {
    await show(people("Ann"), true);
    await type("nobody");
    await press("Enter");
    await show([]);
    await show(people("Ann"));
    expect(picked).not.toHaveBeenCalled();
  });
  it("lets whoever leaves meanwhile go once it has chosen", async () => {
    await show([], true, { multiple: true });
    await type("zhang");
    await press("Enter");
    await press("Escape");
    expect(left).not.toHaveBeenCalled();
    await show(people("张伟"), false, { multiple: true });
    expect(picked.mock.calls).toEqual([["张伟"]]);
    expect(left).toHaveBeenCalledTimes(1);
  });
  it("lets go at once of whoever asks twice", async () => {
    await show([], true);
    await type("zhang");
    await press("Enter");
    await press("Escape");
    await press("Escape");
    expect(left).toHaveBeenCalledTimes(1);
  });
});

describe("Enter in a list that comes once", () => {
  it("waits for the list before it makes something new", async () => {
    await show([], true, { own: true });
    await type("Regular");
    await press("Enter");
    expect(made).not.toHaveBeenCalled();
    await show(people("Regulars", "Regular"), false, { own: true });
    expect(picked.mock.calls).toEqual([["Regular"]]);
    await type("Newcomer");
    await press("Enter");
    expect(made.mock.calls).toEqual([["Newcomer"]]);
  });
});
