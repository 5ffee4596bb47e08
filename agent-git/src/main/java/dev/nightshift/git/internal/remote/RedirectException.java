package dev.nightshift.git.internal.remote;

import dev.nightshift.core.internal.text.VisibleText;
import org.eclipse.jgit.errors.TransportException;
import org.jspecify.annotations.Nullable;

/** The server wants the push sent to another address. */
final class RedirectException extends TransportException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARS = 200;

  RedirectException(@Nullable String location) {
    super("redirected to " + shown(location == null ? "" : location));
  }

  /** Without what may be a secret. */
  private static String shown(String location) {
    String place = location.replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//");
    return place.isEmpty() ? "nowhere" : VisibleText.name(VisibleText.cut(place, SHOWN_CHARS));
  }
}
