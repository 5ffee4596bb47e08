package dev.nightshift.core.setup;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.command.SandboxChoice;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs commands that see what the set-up of one commit keeps. Safe for concurrent use. */
final class SetUpRunner implements CommandRunner {
  private static final int CANNOT_RUN = 126;
  private final SetUpStore store;
  private final SetUpOrigin origin;

  SetUpRunner(SetUpStore store, SetUpOrigin origin) {
    this.store = store;
    this.origin = origin;
  }

  @Override
  public SandboxChoice sandbox() {
    return store.plain().sandbox();
  }

  @Override
  public String toDisplay() {
    return store.toDisplay();
  }

  @Override
  public CommandResult run(Command command, Path workspace, Path home) throws InterruptedException {
    Path kept = store.made(origin);
    try {
      Path realHome = Files.createDirectories(home).toRealPath();
      return seeing(command, workspace.toRealPath(), realHome, kept);
    } catch (IOException failed) {
      throw new WorkspaceException(
          Kind.IO, "cannot run a command in workspace " + workspace + " with home " + home, failed);
    }
  }

  @Override
  public void prepare() throws InterruptedException {
    store.prepare(origin);
  }

  private CommandResult seeing(Command command, Path workspace, Path home, Path kept)
      throws IOException, InterruptedException {
    Map<Path, Path> readOnly = new LinkedHashMap<>();
    List<KeptDirectory> all = store.setUp().keeps().stream().map(KeptDirectory::of).toList();
    for (int index = 0; index < all.size(); index++) {
      KeptDirectory one = all.get(index);
      Optional<Path> obstacle = one.obstacle(workspace, home);
      if (obstacle.isPresent()) {
        return inTheWay(one, obstacle.get());
      }
      if (!one.isCache()) {
        readOnly.put(one.in(workspace, home), SetUpFolder.place(kept, index, one));
      }
    }
    CommandResult result = store.runner(kept).run(command, workspace, home, readOnly);
    return result.isSuccess() ? result : hinted(result, workspace);
  }

  private static CommandResult inTheWay(KeptDirectory kept, Path obstacle) {
    String name = VisibleText.name(kept.name());
    return CommandResult.builder(CANNOT_RUN, "")
        .hint(
            "'"
                + VisibleText.name(String.valueOf(obstacle.getFileName()))
                + "' is where the set-up's '"
                + name
                + "' is seen, which would hide it; remove it.")
        .build();
  }

  /** Says that what failed may lack what a changed lock file asks for. */
  private CommandResult hinted(CommandResult result, Path workspace) {
    List<String> changed = changedLockFiles(workspace);
    if (changed.isEmpty()) {
      return result;
    }
    String more =
        "The set-up was done for the "
            + VisibleText.name(String.join(", ", changed))
            + " of the target: what was changed there since is not installed, and commands cannot"
            + " install it.";
    return CommandResult.builder(result.exitCode(), result.output())
        .timedOut(result.isTimedOut())
        .fullOutput(result.fullOutput())
        .duration(result.duration())
        .hint((result.hint() + " " + more).strip())
        .build();
  }

  private List<String> changedLockFiles(Path workspace) {
    try {
      return store.key(WorkspaceFiles.ofDirectory(workspace)).differing(store.key(origin.files()));
    } catch (WorkspaceException unreadable) {
      // The result stands without this hint.
      return List.of();
    }
  }
}
