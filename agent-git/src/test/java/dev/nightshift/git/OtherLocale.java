package dev.nightshift.git;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program that opens a workspace in the locale it is started in, and says what it met. */
final class OtherLocale {
  private OtherLocale() {}

  /** Takes a repository, a directory for runs and a target, as in a URL. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[1]);
    String target = URLDecoder.decode(args[2], StandardCharsets.UTF_8);
    GitWorkspaces workspaces =
        GitWorkspaces.builder(Path.of(args[0])).workspaceRoot(root).target(target).build();
    try (ManagedWorkspace workspace =
        workspaces.open(workspaces.plan(Task.builder("T").build(), RunId.of("r1")))) {
      say("opened in", System.getProperty("sun.jnu.encoding"));
      try {
        workspace.agentView().files().write("caf\u00e9.txt", new byte[] {'x'});
      } catch (WorkspaceException refused) {
        say("refused", refused.getMessage());
      }
      try (Stream<Path> found = Files.find(root, 3, (path, any) -> path.endsWith("r1/ws"))) {
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'th\\303\\251.txt')\"; printf y > A")
            .directory(found.findFirst().orElseThrow().toFile())
            .start()
            .waitFor();
      }
      workspace.checkpoint("Work", List.of());
      say("changed", workspace.change().files().toString());
      say("left out", workspace.leftOut().lines(9).toString());
    } catch (WorkspaceException refused) {
      say(refused.kind().toString(), refused.getMessage());
    }
  }

  private static void say(String what, String text) {
    byte[] line = (what + ": " + text + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }
}
