package dev.nightshift.git.internal.rules;

import dev.nightshift.core.workspace.LeftOut;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * What a repository's own configuration, with what it includes, says of its rules. That of user and
 * system does not count: a run ends alike whoever started it.
 *
 * @param ignoresCase {@code core.ignorecase}: patterns match letters of ASCII in either case
 * @param excludes {@code core.excludesFile}, as it is written
 * @param attributes {@code core.attributesFile}, as it is written
 */
record OwnConfig(boolean ignoresCase, Optional<String> excludes, Optional<String> attributes) {
  /**
   * Reads the configuration.
   *
   * @throws NotTaken naming the file, if one is unreadable or malformed
   */
  static OwnConfig read(Path commonDir) throws NotTaken {
    try {
      Config config = HostGitConfig.ofRepository(commonDir);
      return new OwnConfig(
          config.getBoolean("core", "ignorecase", false),
          named(config, "excludesfile"),
          named(config, "attributesfile"));
    } catch (IOException | IllegalArgumentException wrong) {
      throw new NotTaken(
          LeftOut.Cause.UNREADABLE,
          "the rules are not known, because of the git configuration: " + wrong.getMessage());
    }
  }

  private static Optional<String> named(Config config, String key) {
    return Optional.ofNullable(config.getString("core", null, key)).filter(file -> !file.isEmpty());
  }

  /**
   * Returns the content of a file that is configured, none if it does not exist.
   *
   * @param key how the file is configured, for the reader
   * @throws NotTaken if it cannot be applied
   */
  static byte[] content(Path commonDir, String key, Optional<String> file)
      throws IOException, NotTaken {
    return file.isEmpty()
        ? new byte[0]
        : RulesFile.ofHost(place(commonDir, key, file.get()), name(key, file.get()));
  }

  /** How people are told of the file. */
  static String name(String key, String file) {
    return key + " " + file;
  }

  /** A relative path is one of the work tree, or of a bare repository. */
  private static Path place(Path commonDir, String key, String file) throws NotTaken {
    @Nullable Path parent = commonDir.getParent();
    Path root = parent == null || !commonDir.endsWith(".git") ? commonDir : parent;
    try {
      if (file.startsWith("~/")) {
        return HostGitConfig.home().resolve(file.substring(2));
      }
      if (!file.startsWith("~") && !file.startsWith("%(")) {
        return root.resolve(file);
      }
    } catch (InvalidPathException odd) {
      // Told below: no file can have this name here.
    }
    throw new NotTaken(
        LeftOut.Cause.UNREADABLE,
        "'" + name(key, file) + "' is no path that is understood, so its rules are not known");
  }
}
