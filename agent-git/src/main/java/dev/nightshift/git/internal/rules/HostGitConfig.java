package dev.nightshift.git.internal.rules;

import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What the owner's git obeys, by the configuration of system, user and repository. It is read to
 * know which programs git would run, and nothing else follows it. Of the places of a system's
 * configuration only {@code /etc} is known. What an {@code includeIf} names counts whatever its
 * condition is: a program that may be meant is one too many rather than one too few.
 *
 * @param filters the filters that stand for a program to run before a file is stored
 * @param merging how files are merged
 */
public record HostGitConfig(Set<String> filters, Merging merging) {
  private static final Path SYSTEM = Path.of("/etc");
  // As many as git follows.
  private static final int MAX_INCLUDES = 10;

  /**
   * How files are merged.
   *
   * @param drivers the names that stand for a program to merge with
   * @param byDefault the name that files without an attribute have, or empty
   */
  public record Merging(Set<String> drivers, String byDefault) {}

  /**
   * Reads the configuration.
   *
   * @throws IOException naming the file, if one is unreadable or malformed
   */
  public static HostGitConfig read(Path commonDir) throws IOException {
    Path home = home();
    Path userDir = userDirectory(home);
    Config config = new Config();
    for (Path file :
        List.of(
            SYSTEM.resolve("gitconfig"),
            userDir.resolve("config"),
            home.resolve(".gitconfig"),
            commonDir.resolve("config"))) {
      config = with(config, file, 0);
    }
    try {
      if (config.getBoolean("extensions", "worktreeConfig", false)) {
        config = with(config, commonDir.resolve("config.worktree"), 0);
      }
      return new HostGitConfig(
          filters(config),
          new Merging(
              Set.copyOf(config.getSubsections("merge")),
              Objects.requireNonNullElse(config.getString("merge", null, "default"), "")));
    } catch (IllegalArgumentException wrongValue) {
      throw new IOException("the git configuration is wrong: " + wrongValue.getMessage());
    }
  }

  /** Returns the configuration of the repository alone, and of what it includes. */
  static Config ofRepository(Path commonDir) throws IOException {
    Config config = with(new Config(), commonDir.resolve("config"), 0);
    return config.getBoolean("extensions", "worktreeConfig", false)
        ? with(config, commonDir.resolve("config.worktree"), 0)
        : config;
  }

  private static Config with(Config outer, Path file, int depth) throws IOException {
    if (!Files.exists(file)) {
      return outer;
    }
    if (depth > MAX_INCLUDES) {
      throw new IOException(file + " is included too deeply");
    }
    Config alone = loaded(new OwnLines(file));
    Config config = outer;
    // Below the file's own values; what JGit finds of it stands once more where it is included.
    for (String path : alone.getStringList("include", null, "path")) {
      config = with(config, included(path, file), depth + 1);
    }
    config = loaded(new FileBasedConfig(config, file.toFile(), FS.DETECTED));
    for (String condition : alone.getSubsections("includeIf")) {
      for (String path : alone.getStringList("includeIf", condition, "path")) {
        config = with(config, included(path, file), depth + 1);
      }
    }
    return config;
  }

  private static Config loaded(FileBasedConfig config) throws IOException {
    try {
      config.load();
    } catch (ConfigInvalidException malformed) {
      throw new IOException(
          config.getFile() + " is malformed: " + malformed.getMessage(), malformed);
    }
    return config;
  }

  private static Path included(String path, Path by) throws IOException {
    try {
      return path.startsWith("~/") ? home().resolve(path.substring(2)) : by.resolveSibling(path);
    } catch (InvalidPathException odd) {
      throw new IOException(by + " includes a file that cannot be: " + VisibleText.name(path), odd);
    }
  }

  private static Set<String> filters(Config config) {
    return config.getSubsections("filter").stream()
        .filter(
            name ->
                config.getString("filter", name, "clean") != null
                    || config.getString("filter", name, "process") != null
                    // Git refuses a file whose filter is required and has no program.
                    || isRequired(config, name))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isRequired(Config config, String filter) {
    try {
      return config.getBoolean("filter", filter, "required", false);
    } catch (IllegalArgumentException neither) {
      return true;
    }
  }

  static Path home() {
    @Nullable String home = SystemReader.getInstance().getenv("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  private static Path userDirectory(Path home) {
    @Nullable String chosen = SystemReader.getInstance().getenv("XDG_CONFIG_HOME");
    return (chosen == null || chosen.isEmpty() ? home.resolve(".config") : Path.of(chosen))
        .resolve("git");
  }

  /** A file without what it includes: JGit looks for it beside the outermost file, git does not. */
  private static final class OwnLines extends FileBasedConfig {
    OwnLines(Path file) {
      super(file.toFile(), FS.DETECTED);
    }

    @Override
    protected byte @Nullable [] readIncludedConfig(String path) {
      return null;
    }
  }
}
