/** The ramp that meets a post. */
export function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <rect width="22" height="22" rx="5" fill="#0d7092" />
      <path
        d="M5.5 16.5C9.5 16.5 11 13.5 11.6 10.4 12 8.2 12.8 6.4 15.2 5.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M15.5 5.5V16.5" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
