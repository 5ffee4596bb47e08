package dev.nightshift.core.setup;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.internal.redact.ConfiguredSecrets;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the commands of a set-up and keeps what they made, all of it or nothing. */
final class SetUpWork {
  private static final Logger LOG = LoggerFactory.getLogger(SetUpWork.class);
  private static final int TOLD_CHARS = 2_000;
  private final SetUp setUp;
  private final CommandPolicy policy;
  private final Map<String, String> environment;

  SetUpWork(SetUp setUp, CommandPolicy policy, Map<String, String> environment) {
    this.setUp = setUp;
    this.policy = policy;
    this.environment = environment;
  }

  /** Makes the directory of what is kept of a commit. */
  void into(SetUpFolder folder, Path kept, SetUpOrigin origin)
      throws IOException, InterruptedException {
    Map<String, String> secrets = secrets();
    folder.removeUnused();
    Path work = folder.createWork();
    try {
      Path workspace = Files.createDirectory(work.resolve("ws"));
      Path home = Files.createDirectory(work.resolve("home"));
      origin.checkOut(workspace);
      List<KeptDirectory> all = setUp.keeps().stream().map(KeptDirectory::of).toList();
      all.forEach(one -> one.requireFree(workspace));
      run(secrets, workspace, home);
      Path made = folder.createPrivate(work.resolve("kept"));
      for (int index = 0; index < all.size(); index++) {
        keep(all.get(index), workspace, home, SetUpFolder.place(made, index, all.get(index)));
      }
      publish(made, kept);
    } finally {
      SetUpFolder.delete(work);
    }
  }

  private Map<String, String> secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (String name : setUp.secrets()) {
      String value = environment.getOrDefault(name, "");
      if (value.isEmpty()) {
        throw stopped("the variable " + name + " is not set in the environment of this process");
      }
      secrets.put(name, ConfiguredSecrets.add(value));
    }
    return secrets;
  }

  private void run(Map<String, String> secrets, Path workspace, Path home)
      throws InterruptedException {
    // Without caches of the host: what is kept has to be whole.
    CommandPolicy withNetwork = policy.toBuilder().network(true).caches(List.of()).build();
    CommandRunner runner = CommandRunner.create(withNetwork);
    for (Command command : setUp.commands()) {
      Map<String, String> variables = new LinkedHashMap<>(command.environment());
      variables.putAll(secrets);
      LOG.info("{}: running {}", setUp.toDisplay(), command.toDisplay());
      CommandResult result =
          runner.run(new Command(command.argv(), command.timeout(), variables), workspace, home);
      if (!result.isSuccess()) {
        throw stopped(failure(command, result, secrets));
      }
    }
  }

  private String failure(Command command, CommandResult result, Map<String, String> secrets) {
    String output = result.output().strip();
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      output = output.replace(secret.getValue(), "[" + secret.getKey() + "]");
    }
    String tail = output.substring(Math.max(0, output.length() - TOLD_CHARS));
    String how =
        result.isTimedOut()
            ? "ran into its timeout of " + command.timeout().toSeconds() + " seconds"
            : "ended with exit status " + result.exitCode();
    String hint = result.hint().isEmpty() ? "" : " " + result.hint();
    String what =
        setUp.commands().size() == 1 ? "it " : "'" + VisibleText.name(command.toDisplay()) + "' ";
    return what + how + "." + hint + "\n" + tail;
  }

  private void keep(KeptDirectory one, Path workspace, Path home, Path place) throws IOException {
    Path made = one.in(workspace, home);
    if (!one.isMade(workspace, home)) {
      throw stopped(
          "its commands did not make the directory '" + VisibleText.name(one.name()) + "'");
    }
    Files.createDirectories(place.getParent());
    Files.move(made, place);
  }

  /** Another process may have been faster. */
  private static void publish(Path made, Path kept) throws IOException {
    try {
      Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException another) {
      if (!Files.isDirectory(kept, LinkOption.NOFOLLOW_LINKS)) {
        throw another;
      }
    }
  }

  private RunStoppedException stopped(String why) {
    return new RunStoppedException(
        EndReason.ENVIRONMENT,
        setUp.toDisplay() + " failed, so that no implementer was asked: " + why);
  }
}
