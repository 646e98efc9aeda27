import type { CreateRequest } from "../create";
export default function CreateDialog(_: { request: CreateRequest; onClose: () => void }) {
  return null;
}
