package dev.nightshift.git.internal.disk;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;

/** Knows names that git, or another operating system, takes for something else. */
public final class PathGuard {
  private static final ObjectChecker ON_MAC = new ObjectChecker().setSafeForMacOS(true);

  /** What {@code is_ntfs_dotgit} finds, where git asks it: behind each of both separators. */
  private static final Pattern ON_NTFS_GIT =
      Pattern.compile("(?i)(?:^|[/\\\\])(?:\\.git|git~1)[. ]*(?:[:/\\\\]|\\z)");

  /**
   * What {@code is_ntfs_dotgitmodules} finds there: the name, its first four short names, and those
   * of eight characters that NTFS makes of a hash when these are taken.
   */
  private static final Pattern ON_NTFS_MODULES =
      Pattern.compile(
          "(?i)(?:^|[/\\\\])(?:\\.gitmodules|gitmod~[1-4]"
              + "|(?=[^. :]{8}[. ]*(?::|\\z))(?:g(?:i(?:7(?:e(?:ba?)?)?)?)?)?~[1-9][0-9]*)"
              + "[. ]*(?::|\\z)");

  private static final ObjectId SOME_ID =
      ObjectId.fromString("1111111111111111111111111111111111111111");

  private static final String LEAVES = "a link that leaves the workspace";
  private static final String DETOUR =
      "a link with '..' behind a name, which leaves the workspace if that name becomes a link;"
          + " link without the detour";

  private PathGuard() {}

  /** Tells whether a path of an existing tree may be written to disk here. */
  public static boolean isWritable(String path) {
    return !path.isEmpty() && !isGitName(path);
  }

  /**
   * Tells whether a name, or one of a path, is {@code .git} for some file system. On NTFS a
   * backslash separates, and what stands before a colon is a name. Other names that Windows cannot
   * hold are taken as git takes them.
   */
  public static boolean isGitName(String path) {
    return ON_NTFS_GIT.matcher(path).find() || !passes(path);
  }

  /** Tells whether git takes a link at a path for one that stands for {@code .gitmodules}. */
  private static boolean isGitModules(String path) {
    return ON_NTFS_MODULES.matcher(path).find()
        || Stream.of(path.split("/", -1))
            .anyMatch(name -> name.equalsIgnoreCase(".gitmodules") || isGitModulesOnMac(name));
  }

  /** The checker tells of a name with characters that a Mac ignores only as it reads a tree. */
  private static boolean isGitModulesOnMac(String name) {
    ObjectChecker checker = new ObjectChecker().setSafeForMacOS(true);
    TreeFormatter tree = new TreeFormatter();
    tree.append(name, FileMode.SYMLINK, SOME_ID);
    try {
      checker.checkTree(SOME_ID, tree.toByteArray());
    } catch (CorruptObjectException refused) {
      return true;
    }
    return !checker.getGitsubmodules().isEmpty();
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
    if (isGitModules(path)) {
      return Optional.of("git refuses a link of this name");
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

  private static boolean passes(String path) {
    try {
      byte[] raw = path.getBytes(StandardCharsets.UTF_8);
      ON_MAC.checkPath(raw, 0, raw.length);
      return true;
    } catch (CorruptObjectException refused) {
      return false;
    }
  }
}
