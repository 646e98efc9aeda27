/** "Chrome on Windows" from what a browser says of itself; good enough to recognise one's own. */

const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/MicroMessenger\//, "WeChat"],
  [/DingTalk/, "DingTalk"],
  [/Lark\/|Feishu/, "Feishu"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/HeadlessChrome\/|Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

const first = (list: [RegExp, string][], agent: string) => list.find(([pattern]) => pattern.test(agent))?.[1];

export interface Device {
  browser: string;
  system: string;
  phone: boolean;
}

/** Parts that are not known are empty. */
export function deviceOf(agent: string): Device {
  const system = first(SYSTEMS, agent) ?? "";
  return {
    browser: first(BROWSERS, agent) ?? "",
    system,
    phone: ["Android", "iPhone", "iPad", "HarmonyOS"].includes(system),
  };
}
