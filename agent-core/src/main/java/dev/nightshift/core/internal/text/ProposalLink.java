package dev.nightshift.core.internal.text;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * The one rule which links a report shows: a human follows them, so they must be what they seem.
 */
public final class ProposalLink {
  private static final int MAX_CHARS = 2_000;
  private static final int SHOWN_CHARS = 100;

  private ProposalLink() {}

  /**
   * Returns the link in ASCII, in which no character can hide or turn the direction of the text.
   */
  public static URI checked(URI link) {
    Objects.requireNonNull(link, "link must not be null; propose without one instead");
    String scheme = String.valueOf(link.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw refused(link, "it must be an absolute address that starts with https:// or http://");
    }
    if (link.getHost() == null) {
      throw refused(link, "it names no host");
    }
    if (link.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the link to "
              + link.getHost()
              + " cannot be shown in a report: remove the user information before the host");
    }
    URI shown = URI.create(link.toASCIIString());
    if (shown.toString().length() > MAX_CHARS) {
      throw refused(link, "it is longer than " + MAX_CHARS + " characters");
    }
    return shown;
  }

  private static IllegalArgumentException refused(URI link, String why) {
    String text = link.toASCIIString();
    String shown = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    return new IllegalArgumentException(
        "the link '" + shown + "' cannot be shown in a report: " + why);
  }
}
