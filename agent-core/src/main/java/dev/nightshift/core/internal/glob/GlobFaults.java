package dev.nightshift.core.internal.glob;

import dev.nightshift.core.internal.text.VisibleText;
import java.util.Locale;
import java.util.regex.Pattern;

/** Refuses globs that look as if they meant something, but match nothing or everything. */
final class GlobFaults {
  private static final String WANTED = "write a path relative to the root, such as src/**";
  private static final String ALL = "write ** if every path is meant";
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:(/.*)?");
  private static final Pattern SEVERAL = Pattern.compile(".*\\*\\*[\\s,;:].*");
  private static final Pattern QUOTED = Pattern.compile("(['\"`]).*\\1");

  private GlobFaults() {}

  /** Checks what is wrong wherever it stands in a glob, before braces are written out. */
  static void requireOneGlob(String glob) {
    requireNone(glob.isBlank(), "it is blank", ALL);
    boolean invisible = !VisibleText.isVisible(glob) || glob.chars().anyMatch(c -> c < ' ');
    requireNone(invisible, "it holds a character nobody sees", "leave that out");
    requireNone(
        !glob.equals(glob.strip()), "it begins or ends with a space", "leave the space out");
    requireNone(
        glob.indexOf('\\') >= 0,
        "it holds a backslash",
        "separate directories by '/', and write [*] for a star that is part of a name");
    requireNone(
        glob.startsWith("!"),
        "a leading '!' excludes nothing",
        "name only the paths that are meant");
    requireNone(QUOTED.matcher(glob).matches(), "it is quoted", "leave the quotes out");
  }

  /** Checks one glob without braces. */
  static void requireMatching(String glob) {
    boolean absolute = glob.length() > 1 && glob.startsWith("/");
    requireNone(absolute || DRIVE.matcher(glob).matches(), "it is absolute", WANTED);
    requireNone(
        SEVERAL.matcher(glob).matches(),
        "it seems to be several globs in one",
        "give each as a glob of its own");
    requireNone(
        glob.contains("[:"), "a set cannot hold the name of a class", "write for example [a-z]");
    String inside = glob.startsWith("./") ? glob.substring(2) : glob;
    String named = inside.endsWith("/") ? inside.substring(0, inside.length() - 1) : inside;
    requireNone(named.isEmpty() || named.equals("."), "'" + glob + "' names the whole tree", ALL);
    requireNone(named.startsWith("~/"), "'~' is not expanded", WANTED);
    for (String component : named.split("/", -1)) {
      requireMatchingName(component);
    }
  }

  private static void requireMatchingName(String component) {
    requireNone(
        component.isEmpty(), "it has an empty component, which no path has", "write a single '/'");
    requireNone(
        component.equals(".") || component.equals(".."),
        "no path of a tree has a component '" + component + "'",
        WANTED);
    requireNone(
        component.toLowerCase(Locale.ROOT).equals(".git"),
        "git's own files are in no tree",
        WANTED);
  }

  private static void requireNone(boolean fault, String why, String remedy) {
    if (fault) {
      throw new MalformedGlobException(why + "; " + remedy);
    }
  }
}
