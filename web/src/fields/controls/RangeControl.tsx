/** Two dates (antd). */
import DatePicker from "antd/es/date-picker";
import dayjs from "dayjs";
import { Antd } from "@/ui/antd";

export default function RangeControl({
  value,
  onChange,
}: {
  value: [string, string] | null;
  onChange: (value: [string, string] | null) => void;
}) {
  return (
    <Antd>
      <DatePicker.RangePicker
        style={{ width: "100%" }}
        value={value ? [dayjs(value[0]), dayjs(value[1])] : null}
        onChange={(range) =>
          onChange(
            range?.[0] && range[1] ? [range[0].format("YYYY-MM-DD"), range[1].format("YYYY-MM-DD")] : null,
          )
        }
      />
    </Antd>
  );
}
