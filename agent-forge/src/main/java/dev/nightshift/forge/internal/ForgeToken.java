package dev.nightshift.forge.internal;

import dev.nightshift.core.internal.redact.ConfiguredSecrets;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.forge.ForgeException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host authenticates by, asked anew for each request, so that it may be renewed meanwhile.
 */
public final class ForgeToken {
  private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]");
  private final Supplier<String> source;
  private final String forge;

  public ForgeToken(Supplier<String> source, String forge) {
    this.source = source;
    this.forge = forge;
  }

  /**
   * Returns the token; from now on nothing that is written down holds it.
   *
   * @throws ForgeException if there is none, or one that no header can carry; it does not show it
   */
  public String value() {
    String given = given();
    String token = given == null ? "" : given.strip();
    if (token.isEmpty()) {
      throw new ForgeException(
          ForgeException.Kind.UNAUTHORIZED, "there is no token for " + forge + "; give one");
    }
    if (!token.matches("[!-~]+")) {
      throw new ForgeException(
          ForgeException.Kind.UNAUTHORIZED,
          "the token for "
              + forge
              + " holds blanks, line breaks or non-ASCII characters; copy it again");
    }
    return ConfiguredSecrets.add(token);
  }

  /** The message of what the host's source throws may hold a secret, and is not told. */
  private @Nullable String given() {
    try {
      return source.get();
    } catch (RuntimeException failed) {
      throw new ForgeException(
          ForgeException.Kind.UNAUTHORIZED,
          "the token for "
              + forge
              + " could not be had: its supplier failed with "
              + failed.getClass().getName()
              + "; look there, and try again");
    }
  }

  /**
   * Refuses an address that others could read the token on the way to.
   *
   * @return the address without a slash at its end
   * @throws IllegalArgumentException if it is not {@code https}, nor {@code http} on this computer
   */
  public static URI requirePrivate(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean isPrivate =
        scheme.equals("https")
            || (scheme.equals("http") && THIS_COMPUTER.contains(address.getHost()));
    if (!isPrivate || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address of a forge must start with https:// and hold no user information; that on '"
              + VisibleText.name(String.valueOf(address.getHost()))
              + "' does not");
    }
    String text = address.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
  }
}
