#!/bin/sh
# Installs EfficientPose Studio for the user who runs it; no administrator is needed.
#   ./install.sh            install or replace
#   ./install.sh --remove   take it away; results, projects and imported weights stay
set -eu

data="${XDG_DATA_HOME:-$HOME/.local/share}"
place="$HOME/.local/opt/efficientpose-studio"
commands="$HOME/.local/bin"
entry="$data/applications/efficientpose-studio.desktop"
icon="$data/icons/hicolor/scalable/apps/efficientpose-studio.svg"
kind="$data/mime/packages/efficientpose-project.xml"

tell_desktop() {
  for tool in "update-desktop-database $data/applications" "update-mime-database $data/mime"; do
    # Desktops without these tools look at the folders themselves.
    command -v "${tool%% *}" >/dev/null && ${tool%% *} "${tool#* }" || true
  done
}

remove() {
  rm -rf "$place"
  rm -f "$commands/efficientpose-studio" "$commands/efficientpose" "$entry" "$icon" "$kind"
}

if [ "${1:-}" = "--remove" ]; then
  remove
  tell_desktop
  echo "EfficientPose Studio was removed."
  exit 0
fi

here="$(cd "$(dirname "$0")" && pwd)"
if [ ! -x "$here/efficientpose-studio" ]; then
  echo "install.sh belongs beside the program it installs: unpack the archive, and start it there." >&2
  exit 2
fi
if [ "$here" = "$place" ]; then
  echo "This is the installed program itself: to replace it, start install.sh of the unpacked archive." >&2
  exit 2
fi
remove
mkdir -p "$place" "$commands" "$(dirname "$entry")" "$(dirname "$icon")" "$(dirname "$kind")"
cp -R "$here/." "$place/"
ln -s "$place/efficientpose-studio" "$place/efficientpose" "$commands/"
sed "s|^Exec=efficientpose-studio|Exec=\"$place/efficientpose-studio\"|" \
  "$place/efficientpose-studio.desktop" > "$entry"
cp "$place/_internal/efficientpose_core/resources/icons/studio.svg" "$icon"
cp "$place/efficientpose-project.xml" "$kind"
tell_desktop
echo "EfficientPose Studio is installed: look for it among your programs."
