# Words and checks that ./run and ./test share. Sourced, never run.

say() { printf '%s\n' "$*"; }
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

# Version of the oldest compiler that builds this, from Cargo.toml.
rust_needed() { sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml; }

# True when version $1 is at least version $2.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

need_rust() {
  # rustup adds its folder to PATH only in a new login shell.
  command -v cargo >/dev/null || PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
  command -v cargo >/dev/null || stop "Rust is missing, and Coterie is built with it. Install it from https://rustup.rs, then run this again."
  local found needed
  found=$(cargo --version | cut -d' ' -f2)
  needed=$(rust_needed)
  at_least "$found" "$needed" || stop "Rust $found is too old, Coterie needs $needed. Run: rustup update stable"
}

c_compiler_is_missing() { ! command -v cc >/dev/null; }

# Debian packages that are not there, of those named.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
  done
}
