import type { ReactNode } from "react";

function Icon({ children, size = 16 }: { readonly children: ReactNode; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function LogoIcon({ size = 22 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 22 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
    >
      <circle cx="11" cy="11" r="3.2" fill="var(--accent)" stroke="none" />
      <ellipse cx="11" cy="11" rx="9.5" ry="4.6" transform="rotate(-24 11 11)" />
      <circle cx="19" cy="6.6" r="1.7" fill="currentColor" stroke="none" />
    </svg>
  );
}

export const CloseIcon = () => (
  <Icon>
    <path d="M4 4l8 8M12 4l-8 8" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon size={14}>
    <circle cx="7" cy="7" r="4.5" />
    <path d="M10.4 10.4L14 14" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon size={12}>
    <path d="M5.5 3.5L10 8l-4.5 4.5" />
  </Icon>
);

export const DownIcon = () => (
  <Icon size={12}>
    <path d="M3.5 6L8 10.5 12.5 6" />
  </Icon>
);

export const ThemeIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M4 1.8h5L12.2 5v9.2H4zM9 1.8V5h3.2" />
  </Icon>
);

export const FolderIcon = () => (
  <Icon>
    <path d="M1.8 12.8V3.2h4.4L7.8 5h6.4v7.8z" />
  </Icon>
);

export const DropIcon = () => (
  <Icon size={34}>
    <path d="M8 2v7.4M4.8 6.4L8 9.6l3.2-3.2M2.2 10.6v2.6h11.6v-2.6" strokeWidth="0.9" />
  </Icon>
);
