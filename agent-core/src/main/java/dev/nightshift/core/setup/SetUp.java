package dev.nightshift.core.setup;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.WorkspacePaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is brought from elsewhere before an agent starts, such as the packages of {@code npm ci}.
 *
 * <p>Its commands run in a fresh checkout of the commit that the work starts from, in the sandbox
 * of other commands but with the network and with named secrets. The directories that it keeps are
 * then seen by the commands of agents and gates, which may read them and not write; network and
 * secrets are gone by then. As long as the lock files, the commands and the policy of commands stay
 * the same, it is not done again, by any run or process of this user.
 *
 * <p>It is part of the run that needs it first: its time is active time of that run, and all its
 * commands together have to end within {@link
 * dev.nightshift.core.NightshiftBuilder#idleLimit(java.time.Duration)}, by default 15 minutes.
 *
 * <p>Files that a model reads or writes with tools are those of the workspace: of the kept
 * directories it sees what its commands print.
 *
 * <p><b>Source:</b> docs/decisions/052-what-a-run-needs-from-elsewhere. Immutable.
 */
public final class SetUp {
  private final List<Command> commands;
  private final List<String> lockFiles;
  private final List<String> keeps;
  private final List<String> secrets;
  private final @Nullable Path directory;

  private SetUp(Builder builder) {
    this.commands = List.copyOf(builder.commands);
    this.lockFiles = builder.lockFiles.stream().distinct().sorted().toList();
    this.keeps = builder.keeps.stream().distinct().toList();
    this.secrets = builder.secrets.stream().distinct().sorted().toList();
    this.directory = builder.directory;
  }

  /**
   * Starts with a command.
   *
   * @param first the first command; its own timeout holds
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(Command first) {
    return new Builder().addCommand(Require.nonNull(first, "first"));
  }

  /**
   * Returns what is run, one after the other.
   *
   * @return at least one command
   */
  public List<Command> commands() {
    return commands;
  }

  /**
   * Returns the files whose content decides whether it has to be done again.
   *
   * @return paths in the repository, at least one, in order
   */
  public List<String> lockFiles() {
    return lockFiles;
  }

  /**
   * Returns the directories that the commands make and that later ones may read.
   *
   * @return paths in the repository, or below the home of commands as {@code ~/.cargo}; at least
   *     one
   */
  public List<String> keeps() {
    return keeps;
  }

  /**
   * Returns the variables of this process that the commands are given.
   *
   * @return names, in order; never values
   */
  public List<String> secrets() {
    return secrets;
  }

  /** Returns where results are kept, null for the standard place. */
  @Nullable Path directory() {
    return directory;
  }

  /**
   * Returns it as reports show it.
   *
   * @return for example {@code set-up by npm ci}
   */
  public String toDisplay() {
    return "set-up by "
        + String.join(", then ", commands.stream().map(Command::toDisplay).toList());
  }

  @Override
  public String toString() {
    return "SetUp[" + toDisplay() + "]";
  }

  /** Collects the parts of a set-up. Not safe for concurrent use. */
  public static final class Builder {
    private final List<Command> commands = new ArrayList<>();
    private final List<String> lockFiles = new ArrayList<>();
    private final List<String> keeps = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();
    private @Nullable Path directory;

    private Builder() {}

    /**
     * Adds a command, run in the checkout after those before it succeeded.
     *
     * @param command what to run
     * @return this builder
     */
    public Builder addCommand(Command command) {
      commands.add(Require.nonNull(command, "command"));
      return this;
    }

    /**
     * Adds a file whose content decides whether the set-up has to be done again. One that the
     * commit does not have counts as empty.
     *
     * @param path relative to the root of the repository, such as {@code package-lock.json}
     * @return this builder
     * @throws dev.nightshift.core.base.WorkspaceException PATH_REFUSED if it is no such path
     */
    public Builder addLockFile(String path) {
      lockFiles.add(WorkspacePaths.read(path));
      return this;
    }

    /**
     * Adds a directory that the commands make and that the commands of agents and gates may read.
     * The commit must not have it. A local Maven repository or a cache of Gradle below the home is
     * added to the caches of commands.
     *
     * @param path relative to the root of the repository, such as {@code node_modules}, or below
     *     the home of commands, as {@code ~/.cargo}
     * @return this builder
     * @throws dev.nightshift.core.base.WorkspaceException PATH_REFUSED if it is no such path
     */
    public Builder addKept(String path) {
      Require.nonNull(path, "path");
      KeptDirectory.of(path);
      keeps.add(path);
      return this;
    }

    /**
     * Names a variable of this process that the commands are given, and no others. Its value is
     * written nowhere.
     *
     * @param variable such as {@code NPM_TOKEN}
     * @return this builder
     * @throws IllegalArgumentException if it is no name of a variable, or {@code HOME}
     */
    public Builder addSecret(String variable) {
      Require.nonNull(variable, "variable");
      if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*") || variable.equals("HOME")) {
        throw new IllegalArgumentException(
            "the secret '"
                + VisibleText.name(variable)
                + "' is not the name of a variable that can be given to commands; name one as"
                + " NPM_TOKEN, not its value");
      }
      secrets.add(variable);
      return this;
    }

    /**
     * Sets where results are kept, for all runs of this user.
     *
     * @param directory made if missing; default {@code nightshift/set-up} below {@code
     *     XDG_CACHE_HOME}, else below {@code .cache} of the user's home
     * @return this builder
     */
    public Builder directory(Path directory) {
      this.directory = Require.nonNull(directory, "directory");
      return this;
    }

    /**
     * Makes the set-up.
     *
     * @return an immutable set-up
     * @throws IllegalStateException without a lock file, without a directory that is kept, or with
     *     one below another
     */
    public SetUp build() {
      if (lockFiles.isEmpty() || keeps.isEmpty()) {
        throw new IllegalStateException(
            "a set-up needs "
                + (lockFiles.isEmpty()
                    ? "a lock file, which says when it has to be done again: addLockFile"
                    : "a directory that is kept, or nothing would be left of it: addKept"));
      }
      requireApart();
      return new SetUp(this);
    }

    private void requireApart() {
      List<String> distinct = keeps.stream().distinct().toList();
      for (String one : distinct) {
        for (String other : distinct) {
          if (!one.equals(other) && KeptDirectory.of(one).isAround(KeptDirectory.of(other))) {
            throw new IllegalStateException(
                "'"
                    + VisibleText.name(other)
                    + "' is kept with '"
                    + VisibleText.name(one)
                    + "'; name the outer one only");
          }
        }
      }
    }
  }
}
