package dev.nightshift.core.internal.glob;

import dev.nightshift.core.internal.pattern.Expression;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.Optional;
import java.util.function.Consumer;

/** What a glob means, and why one is refused; {@code PathGlob} describes it for users. */
public final class GlobLanguage {
  private static final int MAX_CHARS = 1_000;

  private GlobLanguage() {}

  /**
   * Tells what is wrong with a glob that somebody wrote to name paths.
   *
   * @param glob the glob as given
   * @return why it is malformed or matches no path of any tree, and the remedy; empty if it is fine
   */
  public static Optional<String> fault(String glob) {
    return fault(() -> requireWellFormed(glob, alternative -> {}));
  }

  /**
   * Tells what is wrong with a glob that somebody wrote to permit paths.
   *
   * @param glob the glob as given
   * @return {@link #fault}, or that it matches every path, or more than half of a sample of paths
   *     that have little in common, without saying so by {@code **}, and the remedy; empty if it is
   *     fine
   */
  public static Optional<String> faultOfPermission(String glob) {
    return fault(
        () -> {
          requireWellFormed(
              glob, alternative -> GlobFaults.requireNamingSomething(alternative, glob));
          GlobFaults.requireNamingSomething(glob, expression(glob));
        });
  }

  /**
   * Returns a glob that somebody wrote to permit paths.
   *
   * @param what what it permits, for the message
   * @param glob the glob as given
   * @return the glob
   * @throws IllegalArgumentException with {@link #faultOfPermission}
   */
  public static String permitting(String what, String glob) {
    faultOfPermission(glob)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  what + " '" + display(glob) + "' is refused: " + why);
            });
    return glob;
  }

  private static Optional<String> fault(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (MalformedGlobException malformed) {
      return Optional.of(malformed.why());
    }
  }

  private static void requireWellFormed(String glob, Consumer<String> check) {
    requireShort(glob);
    GlobFaults.requireOneGlob(glob);
    for (String alternative : GlobAlternatives.of(glob)) {
      GlobFaults.requireMatching(alternative);
      new GlobTranslation(alternative).expression();
      check.accept(alternative);
    }
  }

  /**
   * Returns what a glob without {@link #fault} means.
   *
   * @param glob the glob
   * @return the paths it matches, by code point
   */
  public static Expression expression(String glob) {
    return new Expression.Choice(
        GlobAlternatives.of(glob).stream()
            .map(alternative -> new GlobTranslation(alternative).expression())
            .toList());
  }

  /**
   * Returns a glob for a message, on one line and with all its characters to be seen.
   *
   * @param glob the glob as given
   * @return its first characters
   */
  public static String display(String glob) {
    return VisibleText.cut(VisibleText.name(glob), 200);
  }

  private static void requireShort(String glob) {
    if (glob.length() > MAX_CHARS) {
      throw new MalformedGlobException(
          "it is longer than " + MAX_CHARS + " characters; give several globs");
    }
  }
}
