/** Ink hills, a low sun and a small boat: decoration, drawn with the tokens so that it turns dark by itself. */
export function Landscape() {
  return (
    <svg viewBox="0 0 640 900" preserveAspectRatio="xMidYMax slice" aria-hidden>
      <title> </title>
      <defs>
        <linearGradient id="far" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--accent)" stopOpacity=".26" />
          <stop offset="1" stopColor="var(--accent)" stopOpacity="0" />
        </linearGradient>
        <linearGradient id="middle" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--accent)" stopOpacity=".5" />
          <stop offset="1" stopColor="var(--accent)" stopOpacity=".03" />
        </linearGradient>
        <linearGradient id="near" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--accent)" stopOpacity=".92" />
          <stop offset="1" stopColor="var(--accent)" stopOpacity=".12" />
        </linearGradient>
      </defs>
      <circle cx="456" cy="372" r="46" fill="var(--danger)" opacity=".82" />
      <path
        d="M0 560c60-30 92-92 150-104 50-10 76 44 128 40 60-4 84-104 150-98 62 6 96 92 212 110v392H0z"
        fill="url(#far)"
      />
      <path
        d="M0 640c48-8 96-74 160-66 58 8 92 62 152 54 70-10 92-82 160-76 60 6 92 56 168 62v286H0z"
        fill="url(#middle)"
      />
      <path d="M0 716c70-4 104-52 176-44 84 10 112 50 198 42 84-8 140-64 266-40v226H0z" fill="url(#near)" />
      <g stroke="var(--surface)" strokeOpacity=".34" strokeWidth="1.5" fill="none" strokeLinecap="round">
        <path d="M60 812h120M220 826h60M330 808h150M520 822h70M120 846h90M400 850h120" />
      </g>
      <g transform="translate(282 778)" fill="var(--ink)">
        <path d="M0 12c14 9 48 9 64-2l-6 10c-14 6-40 6-52 0z" />
        <path d="M24 12c0-8 6-13 13-13s12 5 12 12z" opacity=".75" />
        <path d="M14 10V-2" stroke="var(--ink)" strokeWidth="2" />
        <circle cx="14" cy="-5" r="3" />
      </g>
      <g stroke="var(--ink-2)" strokeWidth="1.6" fill="none" strokeLinecap="round" opacity=".7">
        <path d="M182 300c6-6 10-6 14 0 4-6 8-6 14 0M226 276c4-4 7-4 10 0 3-4 6-4 10 0M160 338c4-4 7-4 10 0 3-4 6-4 10 0" />
      </g>
    </svg>
  );
}
