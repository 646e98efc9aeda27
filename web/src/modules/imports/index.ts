/** Bringing files in: the wizard, a button on every list, and commands. */
import { Upload } from "lucide-react";
import type { Command, WebModule } from "@/records/modules";
import { ImportButton } from "./ImportButton";
import { imports } from "./strings";

const command = (object: "contact" | "company" | "order" | "product", words: string): Command => ({
  key: `import.${object}`,
  label: () => imports.text(`import_${object}`),
  icon: Upload,
  words: `import upload csv xlsx excel 导入 上传 表格 daoru ${object} ${words}`,
  path: `/import/${object}`,
  needs: [object, "import"],
});

export const importsModule: WebModule = {
  key: "imports",
  pages: [{ path: "/import/$object", load: () => import("./ImportPage"), guide: "import" }],
  commands: [
    command("contact", "people customers 联系人 客户"),
    command("company", "companies 企业"),
    command("order", "orders purchases 订单"),
    command("product", "products 产品"),
  ],
  objects: { "*": { listActions: [ImportButton] } },
};
