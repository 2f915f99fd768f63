/** Four people on a track, and where the baton is; decoration only. */
export function BatonDrawing() {
  return (
    <svg viewBox="0 0 400 190" width="400" style={{ maxWidth: '100%' }} aria-hidden focusable="false">
      <path
        d="M14 168C80 168 82 108 146 108s66-52 128-52 54-34 112-34"
        fill="none"
        stroke="rgb(255 255 255 / 35%)"
        strokeWidth="2"
        strokeDasharray="1 8"
        strokeLinecap="round"
      />
      <path
        d="M14 168C80 168 82 108 146 108s66-52 128-52"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
      />
      {[
        [14, 168],
        [146, 108],
      ].map(([x, y]) => (
        <g key={x}>
          <circle cx={x} cy={y} r="12" fill="#fff" />
          <path
            d={`m${x! - 5} ${y!} 4 4 7-8`}
            fill="none"
            stroke="#0b7a70"
            strokeWidth="2.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </g>
      ))}
      <circle cx="274" cy="56" r="24" fill="rgb(255 255 255 / 18%)" />
      <g transform="rotate(-32 274 56)">
        <rect x="246" y="49" width="56" height="14" rx="7" fill="#fff" />
        <path d="M260 49v14M288 49v14" stroke="#0b7a70" strokeWidth="3" />
      </g>
      <circle cx="386" cy="22" r="11" fill="none" stroke="rgb(255 255 255 / 60%)" strokeWidth="2" />
    </svg>
  )
}
