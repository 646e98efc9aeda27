/** A calendar for dates and for moments in the reader's time zone (antd). */
import DatePicker from "antd/es/date-picker";
import dayjs, { type Dayjs } from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import { timeZone } from "@/lib/format";
import { Antd } from "@/ui/antd";
import type { InputProps } from "../kind";

dayjs.extend(utc);
dayjs.extend(timezone);

export default function DateControl({ value, field, onChange, onCommit, inPlace, id, ...aria }: InputProps) {
  const moment = field.kind === "datetime";
  const shown = value ? (moment ? dayjs.utc(String(value)).tz(timeZone()) : dayjs(String(value))) : null;
  const take = (next: Dayjs | null) => {
    // The picker counts in the clock time shown; for a moment that clock is the reader's zone, not the machine's.
    const out = !next
      ? null
      : moment
        ? dayjs.tz(next.format("YYYY-MM-DDTHH:mm:ss"), timeZone()).utc().format("YYYY-MM-DDTHH:mm:ss[Z]")
        : next.format("YYYY-MM-DD");
    onChange(out);
    onCommit?.(out);
  };
  return (
    <Antd>
      <DatePicker
        id={id}
        {...aria}
        autoFocus={inPlace}
        defaultOpen={inPlace}
        style={{ width: "100%", minWidth: 190 }}
        showTime={moment ? { format: "HH:mm", minuteStep: 5 } : false}
        format={moment ? "YYYY-MM-DD HH:mm" : "YYYY-MM-DD"}
        value={shown}
        allowClear={!field.required}
        onChange={take}
      />
    </Antd>
  );
}
