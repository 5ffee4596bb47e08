package dev.nightshift.core.internal.jail;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.Utf8;
import dev.nightshift.core.internal.text.VisibleText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A path that was found harmless as text: relative, in plain components, none of them git's.
 *
 * @param names the components, none for the root
 */
public record JailPath(List<String> names) {
  private static final int MAX_COMPONENTS = 64;
  private static final int MAX_NAME_BYTES = 255;

  /** Reads the path of a directory to list: in addition to plain paths the root, and {@code x/}. */
  public static JailPath ofDirectory(String path, @Nullable Path root) {
    if (path.isEmpty() || path.equals(".") || path.equals("./")) {
      return new JailPath(List.of());
    }
    boolean slash = path.endsWith("/") && path.length() > 1 && !path.endsWith("//");
    return ofFile(slash ? path.substring(0, path.length() - 1) : path, root);
  }

  /** As {@link #ofDirectory(String, Path)} where there is no directory on the host. */
  public static JailPath ofDirectory(String path) {
    return ofDirectory(path, null);
  }

  public static JailPath ofFile(String path) {
    return ofFile(path, null);
  }

  public static JailPath ofFile(String path, @Nullable Path root) {
    Optional<String> fault = fault(path);
    if (fault.isPresent()) {
      String remedy =
          suggestion(path, root)
              .map(right -> "use the relative path '" + VisibleText.name(right) + "'")
              .orElse("use a path relative to the workspace root, such as src/A.java");
      throw refused(path, fault.get() + "; " + remedy);
    }
    return new JailPath(components(path));
  }

  /** Refuses what belongs to this library: it may be read but not written. */
  public JailPath forWriting() {
    if (!names.isEmpty() && FileNames.looksLikeOwn(names.get(0))) {
      throw refused(toString(), "'" + FileNames.OWN + "' is read-only; write somewhere else");
    }
    return this;
  }

  public List<String> parents() {
    return names.subList(0, names.size() - 1);
  }

  public String name() {
    return names.get(names.size() - 1);
  }

  @Override
  public String toString() {
    return String.join("/", names);
  }

  public static WorkspaceException refused(String path, String why) {
    return new WorkspaceException(
        WorkspaceException.Kind.PATH_REFUSED, "path '" + printable(path) + "' is refused: " + why);
  }

  private static Optional<String> fault(String path) {
    if (path.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (path.indexOf('\0') >= 0) {
      return Optional.of("it holds a NUL");
    }
    if (path.indexOf('\\') >= 0) {
      return Optional.of("it holds a backslash; components are separated by '/'");
    }
    if (isAbsolute(path)) {
      return Optional.of("it is absolute");
    }
    List<String> names = components(path);
    if (names.get(0).equals("~")) {
      return Optional.of("'~' is not expanded");
    }
    if (names.size() > MAX_COMPONENTS) {
      return Optional.of("it has more than " + MAX_COMPONENTS + " components");
    }
    for (String name : names) {
      Optional<String> fault = componentFault(name);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static boolean isAbsolute(String slashed) {
    boolean drive =
        slashed.startsWith(":/", 1)
            && ((slashed.charAt(0) >= 'A' && slashed.charAt(0) <= 'Z')
                || (slashed.charAt(0) >= 'a' && slashed.charAt(0) <= 'z'));
    return drive || slashed.startsWith("/");
  }

  private static Optional<String> componentFault(String name) {
    if (name.isEmpty()) {
      return Optional.of("it has an empty component");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("it has a '" + VisibleText.name(name) + "' component");
    }
    if (FileNames.looksLikeGit(name)) {
      return Optional.of("'" + printable(name) + "' is one of git's own names");
    }
    if (Utf8.length(name) > MAX_NAME_BYTES) {
      return Optional.of("a component is longer than " + MAX_NAME_BYTES + " bytes");
    }
    try {
      return Path.of(name).isAbsolute() ? Optional.of("it is absolute") : Optional.empty();
    } catch (InvalidPathException unrepresentable) {
      return Optional.of(
          "a name cannot be written in this JVM's file name encoding "
              + System.getProperty("sun.jnu.encoding")
              + " (the host can start it with LC_ALL=C.UTF-8)");
    }
  }

  private static List<String> components(String path) {
    return List.of(path.split("/", -1));
  }

  /** Returns the relative path that was probably meant, only if it is one that is not refused. */
  private static Optional<String> suggestion(String path, @Nullable Path root) {
    if (path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    String slashed = path.replace('\\', '/');
    boolean absolute = isAbsolute(slashed);
    Predicate<String> harmless = candidate -> fault(candidate).isEmpty();
    if (root != null && slashed.startsWith(root + "/")) {
      return normalized(slashed.substring((root + "/").length())).filter(harmless);
    }
    if (slashed.startsWith("/ws/")) {
      return normalized(slashed.substring("/ws/".length())).filter(harmless);
    }
    if (absolute) {
      return root == null ? Optional.empty() : existingEnding(slashed, root).filter(harmless);
    }
    return normalized(slashed).filter(harmless);
  }

  /** Finds the longest ending of a path of another checkout that exists in this one. */
  private static Optional<String> existingEnding(String path, Path root) {
    Optional<String> plain = normalized(path);
    if (plain.isEmpty()) {
      return plain;
    }
    List<String> names = components(plain.get());
    for (int from = 0; from < names.size(); from++) {
      String ending = String.join("/", names.subList(from, names.size()));
      if (fault(ending).isEmpty()
          && Files.exists(root.resolve(ending), LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(ending);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> normalized(String path) {
    List<String> kept = new ArrayList<>();
    for (String name : components(path)) {
      if (name.equals("..")) {
        if (kept.isEmpty()) {
          return Optional.empty();
        }
        kept.remove(kept.size() - 1);
      } else if (!name.isEmpty() && !name.equals(".")) {
        kept.add(name);
      }
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(String.join("/", kept));
  }

  private static String printable(String text) {
    return VisibleText.cut(VisibleText.name(text), 300);
  }
}
