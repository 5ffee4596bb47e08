package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.disk.RunLock;
import dev.nightshift.git.internal.objects.Uninterrupted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.util.StringUtils;

/**
 * Refuses repositories of a kind JGit would read wrongly: it accepts unknown extensions silently,
 * and its reftable storage loses updates under contention.
 */
public final class RepositoryCheck {
  private static final String BYTE_ORDER_MARK = String.valueOf(DecodedText.BYTE_ORDER_MARK);
  private static final int NEWEST_FORMAT = 1;
  private static final Set<String> HARMLESS =
      Set.of("noop", "preciousobjects", "worktreeconfig", "relativeworktrees");
  private static final Map<String, String> ALLOWED_VALUE =
      Map.of("objectformat", "sha1", "refstorage", "files");

  // What a run that is published writes to, beside objects.
  private static final List<String> WRITTEN =
      List.of(
          "refs/heads",
          "refs/heads/nightshift",
          "refs/nightshift/runs",
          "logs/refs/nightshift/runs",
          "nightshift/runs");

  private RepositoryCheck() {}

  /**
   * Reads the configuration of a repository.
   *
   * @return the configuration, without included files
   * @throws WorkspaceException UNSUPPORTED, naming the value and the remedy
   */
  public static Config check(Path commonDir) {
    Config config = Uninterrupted.call("reading the config of " + commonDir, () -> read(commonDir));
    int format = config.getInt("core", null, "repositoryformatversion", 0);
    if (format > NEWEST_FORMAT) {
      throw unsupported(
          commonDir, "core.repositoryFormatVersion is " + format, "at most 1 is supported");
    }
    for (String name : config.getNames("extensions")) {
      String value = String.valueOf(config.getString("extensions", null, name));
      checkExtension(commonDir, name.toLowerCase(Locale.ROOT), value);
    }
    for (String remote : config.getSubsections("remote")) {
      checkRemote(commonDir, config, remote);
    }
    return config;
  }

  /**
   * Refuses a repository that this user may not write to, before anything was paid for.
   *
   * @param writable tells whether this user may make files in a directory
   * @throws WorkspaceException UNSUPPORTED, naming the directory, whose it is, and the remedy
   */
  public static void requireWritable(Path commonDir, Predicate<Path> writable) {
    Path objects = commonDir.resolve("objects");
    List<Path> directories = new ArrayList<>(List.of(objects));
    for (int first = 0; first < 256; first++) {
      directories.add(objects.resolve(HexFormat.of().toHexDigits((byte) first)));
    }
    directories.removeIf(directory -> !Files.isDirectory(directory));
    for (String name : WRITTEN) {
      directories.add(nearest(commonDir.resolve(name)));
    }
    directories.add(commonDir);
    for (Path directory : directories) {
      if (isRefused(directory, writable)) {
        throw notWritable(commonDir, directory);
      }
    }
  }

  /**
   * Returns why this user may not move a ref, if that is so. A run that only proposes moves none
   * but its own.
   *
   * @param writable tells whether this user may write a file, or make files in a directory
   */
  public static Optional<String> refusalToMove(
      Path commonDir, String ref, Predicate<Path> writable) {
    Path log = commonDir.resolve(Constants.LOGS).resolve(ref);
    List<Path> written =
        new ArrayList<>(List.of(nearest(commonDir.resolve(ref).resolveSibling(""))));
    if (Files.exists(log)) {
      // It is appended to.
      written.add(log);
    }
    return written.stream()
        .filter(path -> isRefused(path, writable))
        .map(path -> String.valueOf(notWritable(commonDir, path).getMessage()))
        .findFirst();
  }

  /** What another run has removed since refuses nothing. */
  private static boolean isRefused(Path path, Predicate<Path> writable) {
    return !writable.test(path) && Files.exists(path);
  }

  /** Returns the directory itself, or the nearest above it that is there. */
  private static Path nearest(Path directory) {
    Path there = directory;
    while (!Files.exists(there)) {
      there = there.resolveSibling("");
    }
    return there;
  }

  /** Returns the refusal of a repository in which this user may not write a file or directory. */
  static WorkspaceException notWritable(Path commonDir, Path path) {
    Path owned = Files.exists(path) ? path : path.resolveSibling("");
    return unsupported(
        commonDir,
        "this user may not write " + path + RunLock.userOf(owned),
        "core.sharedRepository is not looked at: let both users be of the group of its directories"
            + " (chgrp -R GROUP, chmod -R g+ws) and start this program with umask 002");
  }

  private static Config read(Path commonDir) throws IOException {
    Path file = commonDir.resolve("config");
    Config config = new Config();
    if (Files.exists(file)) {
      try {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        config.fromText(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
      } catch (ConfigInvalidException malformed) {
        throw new IOException(file + " is malformed: " + malformed.getMessage(), malformed);
      }
    }
    return config;
  }

  private static void checkExtension(Path commonDir, String name, String value) {
    String allowed = ALLOWED_VALUE.get(name);
    if (HARMLESS.contains(name) || (allowed != null && allowed.equalsIgnoreCase(value))) {
      return;
    }
    String remedy =
        switch (name) {
          case "objectformat" -> "use a clone with --object-format=sha1";
          case "refstorage" -> "use a clone with --ref-format=files";
          case "partialclone" ->
              "use a full clone"
                  + madeWhole(value, "git config --unset-all extensions.partialClone");
          default -> "use a clone without this extension";
        };
    throw unsupported(
        commonDir, "extensions." + name + " is '" + VisibleText.name(value) + "'", remedy);
  }

  /** Git up to 2.39 notes a partial clone only here; objects that are missing come when it asks. */
  private static void checkRemote(Path commonDir, Config config, String remote) {
    for (String key : List.of("promisor", "partialclonefilter")) {
      String value = config.getString("remote", remote, key);
      if (value != null && !Boolean.FALSE.equals(StringUtils.toBooleanOrNull(value))) {
        String name = "remote." + remote + "." + key;
        throw unsupported(
            commonDir,
            name
                + " is '"
                + VisibleText.name(value)
                + "': it is a partial clone, which lacks objects",
            "use a full clone" + madeWhole(remote, "git config --unset-all " + name));
      }
    }
  }

  private static String madeWhole(String remote, String unset) {
    return "; of one made whole by 'git fetch --refetch --no-filter "
        + remote
        + "', remove each setting that says so, this one by '"
        + unset
        + "'";
  }

  private static WorkspaceException unsupported(Path commonDir, String what, String remedy) {
    return new WorkspaceException(
        WorkspaceException.Kind.UNSUPPORTED,
        "the repository " + commonDir + " cannot be used: " + what + "; " + remedy);
  }
}
