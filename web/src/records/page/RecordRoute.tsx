export default function RecordRoute() {
  return null;
}
