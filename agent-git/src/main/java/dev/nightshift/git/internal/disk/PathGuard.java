package dev.nightshift.git.internal.disk;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;

/** Knows names that git, or another operating system, takes for something else. */
public final class PathGuard {
  private static final ObjectChecker ON_MAC = new ObjectChecker().setSafeForMacOS(true);

  private static final String LEAVES = "a link that leaves the workspace";
  private static final String DETOUR =
      "a link with '..' behind a name, which leaves the workspace if that name becomes a link;"
          + " link without the detour";

  private PathGuard() {}

  /** Tells whether a path of an existing tree may be written to disk here. */
  public static boolean isWritable(String path) {
    return passes(ON_MAC, path) && !path.isEmpty();
  }

  /**
   * Tells whether a name is {@code .git} for some file system. On NTFS also what stands before a
   * colon is a name. Other names that Windows cannot hold are taken as git takes them.
   */
  public static boolean isGitName(String name) {
    String first = name.replaceFirst(":.*", "");
    return isGit(first.replaceFirst("[. ]+$", "")) || !passes(ON_MAC, name);
  }

  /** Tells whether a path is that of the file which names submodules. */
  public static boolean isGitModules(String path) {
    return path.substring(path.lastIndexOf('/') + 1).equalsIgnoreCase(".gitmodules");
  }

  private static boolean isGit(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(".git") || lower.equals("git~1");
  }

  /**
   * Returns why nobody should check out a link, if so. Only leading {@code ..} are followed: those
   * behind a name climb out if that name is, or becomes, another link.
   *
   * @param path where the link is, relative
   * @param target what it holds
   */
  public static Optional<String> refusalOfLink(String path, String target) {
    if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
      return Optional.of(LEAVES);
    }
    int depth = (int) path.chars().filter(c -> c == '/').count();
    boolean climbing = true;
    for (String name : target.split("/", -1)) {
      if (name.equals("..")) {
        depth--;
        if (!climbing || depth < 0) {
          return Optional.of(climbing ? LEAVES : DETOUR);
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        climbing = false;
        if (isGitName(name)) {
          return Optional.of("a link into a name of git's own");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean passes(ObjectChecker checker, String path) {
    try {
      byte[] raw = path.getBytes(StandardCharsets.UTF_8);
      checker.checkPath(raw, 0, raw.length);
      return true;
    } catch (CorruptObjectException refused) {
      return false;
    }
  }
}
