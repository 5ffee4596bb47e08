package dev.nightshift.git.internal.repository;

import dev.nightshift.core.internal.text.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/** Finds the work trees in which a branch is checked out, or in the middle of an operation. */
public final class TargetCheckouts {
  /**
   * A work tree that would no longer fit its branch.
   *
   * @param gitDir the git directory with its index
   * @param workTree where its files are, null if git has to be told
   * @param busy what is going on there, empty if nothing
   */
  private record Checkout(Path gitDir, @Nullable Path workTree, String busy) {
    String refusal() {
      String where = String.valueOf(workTree == null ? gitDir : workTree);
      if (!busy.isEmpty()) {
        return busy + " in " + where + "; finish that first";
      }
      return workTree == null
          ? "is checked out from "
              + where
              + ", as its index shows; switch the work tree to another branch, or to none by: git"
              + " --git-dir="
              + ShellWord.of(where)
              + " --work-tree=DIRECTORY switch --detach; or remove the index if there is none"
          : "is checked out in "
              + where
              + "; switch that to another branch, or to none by: git -C "
              + ShellWord.of(where)
              + " switch --detach";
    }
  }

  /** As many symbolic refs as git follows. */
  private static final int MAX_ALIASES = 5;

  private final Path commonDir;
  private final String ref;

  public TargetCheckouts(Path commonDir, String ref) {
    this.commonDir = commonDir;
    this.ref = ref;
  }

  /** Returns why the branch may not be moved, as what follows its name, if so. */
  public Optional<String> refusal() throws IOException {
    return find().stream().findFirst().map(Checkout::refusal);
  }

  private List<Checkout> find() throws IOException {
    List<Checkout> found = new ArrayList<>();
    Config config = mainConfig();
    boolean bareByName = !commonDir.endsWith(Constants.DOT_GIT);
    if (!config.getBoolean("core", "bare", bareByName)) {
      add(found, commonDir, mainWorkTree(config));
    } else if (Files.exists(commonDir.resolve("index"))) {
      // Nothing is checked out without one: somebody names a work tree by --work-tree.
      add(found, commonDir, null);
    }
    Path linked = commonDir.resolve("worktrees");
    if (Files.isDirectory(linked)) {
      try (DirectoryStream<Path> directories = Files.newDirectoryStream(linked)) {
        for (Path gitDir : directories) {
          addLinked(found, gitDir);
        }
      }
    }
    return found;
  }

  private void addLinked(List<Checkout> found, Path gitDir) throws IOException {
    Path pointer = gitDir.resolve("gitdir");
    if (!Files.isRegularFile(pointer)) {
      return;
    }
    Path dotGit = gitDir.resolve(text(pointer)).normalize();
    // What git would prune is no checkout; a locked one may be on a disk that is not mounted now.
    if (Files.exists(dotGit) || Files.exists(gitDir.resolve("locked"))) {
      add(found, gitDir, dotGit.getParent());
    }
  }

  private void add(List<Checkout> found, Path gitDir, @Nullable Path workTree) throws IOException {
    String busy = busy(gitDir);
    if (!busy.isEmpty() || checkedOut(gitDir).equals(ref)) {
      found.add(new Checkout(gitDir, workTree, busy));
    }
  }

  /** Returns the ref a work tree is on, also if its HEAD points to an alias of it. */
  private String checkedOut(Path gitDir) throws IOException {
    String name = RepositoryLayout.headRefOf(gitDir);
    for (int depth = 0; depth < MAX_ALIASES && name.startsWith(Constants.R_REFS); depth++) {
      Path file = commonDir.resolve(name);
      String next = Files.isRegularFile(file) ? RepositoryLayout.targetOf(text(file)) : "";
      if (next.isEmpty()) {
        return name;
      }
      name = next;
    }
    return name;
  }

  private String busy(Path gitDir) throws IOException {
    String shortName = ref.substring(Constants.R_HEADS.length());
    if (holds(gitDir.resolve("rebase-merge").resolve("head-name"), ref)
        || holds(gitDir.resolve("rebase-apply").resolve("head-name"), ref)
        || isToBeMoved(gitDir.resolve("rebase-merge").resolve("update-refs"))) {
      return "is being rebased";
    }
    return holds(gitDir.resolve("BISECT_START"), shortName) ? "is being bisected" : "";
  }

  /** Tells whether a rebase moves the branch along: three lines each, its ref and two commits. */
  private boolean isToBeMoved(Path updates) throws IOException {
    return Files.isRegularFile(updates) && text(updates).lines().anyMatch(ref::equals);
  }

  private @Nullable Path mainWorkTree(Config config) {
    String configured = config.getString("core", null, "worktree");
    if (configured != null) {
      return commonDir.resolve(configured).normalize();
    }
    return commonDir.endsWith(Constants.DOT_GIT) ? commonDir.getParent() : null;
  }

  private Config mainConfig() throws IOException {
    Config config = RepositoryCheck.check(commonDir);
    Path own = commonDir.resolve("config.worktree");
    if (!config.getBoolean("extensions", "worktreeConfig", false) || !Files.exists(own)) {
      return config;
    }
    Config merged = new Config(config);
    try {
      merged.fromText(Files.readString(own, StandardCharsets.UTF_8));
    } catch (ConfigInvalidException malformed) {
      throw new IOException(own + " is malformed: " + malformed.getMessage(), malformed);
    }
    return merged;
  }

  private static boolean holds(Path file, String value) throws IOException {
    return Files.isRegularFile(file) && text(file).equals(value);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }
}
