package dev.nightshift.git.internal.remote;

import dev.nightshift.core.internal.text.VisibleText;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;

/** Where another repository is; without a password, so that it can be shown. */
public final class RemoteAddress {
  private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private final URIish address;

  private RemoteAddress(URIish address) {
    this.address = address;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it cannot be read or holds a password
   */
  public static RemoteAddress of(String text) {
    URIish address;
    try {
      address = new URIish(text);
    } catch (URISyntaxException unreadable) {
      // Its message holds the text, which may hold a secret.
      throw new IllegalArgumentException(
          "the address of the remote repository cannot be read; give a URL or a path");
    }
    if (address.getPass() != null) {
      throw new IllegalArgumentException(
          "the address of the remote repository on "
              + VisibleText.name(String.valueOf(address.getHost()))
              + " holds a password; remove it and give it by withToken");
    }
    return new RemoteAddress(address);
  }

  /**
   * Refuses to send a secret there.
   *
   * @throws IllegalArgumentException if others could read it on the way
   */
  public void requireSecret() {
    String scheme = scheme(address);
    boolean isPrivate =
        scheme.equals("https")
            || (scheme.equals("http") && THIS_COMPUTER.contains(address.getHost()));
    if (!isPrivate) {
      throw new IllegalArgumentException(
          "a token cannot be sent to " + this + "; use an address that starts with https://");
    }
  }

  /** Tells whether another address is at the same server. */
  boolean isSameServer(URIish other) {
    return scheme(address).equals(scheme(other))
        && port(address) == port(other)
        && String.valueOf(address.getHost()).equalsIgnoreCase(String.valueOf(other.getHost()));
  }

  private static String scheme(URIish any) {
    return String.valueOf(any.getScheme()).toLowerCase(Locale.ROOT);
  }

  private static int port(URIish any) {
    if (any.getPort() > 0) {
      return any.getPort();
    }
    return scheme(any).equals("https") ? 443 : 80;
  }

  URIish uri() {
    return address;
  }

  @Override
  public String toString() {
    return VisibleText.name(address.toString());
  }
}
