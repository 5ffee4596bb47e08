package dev.nightshift.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What names the owner of a run also says from where the run may go on. */
class RecordedInTest {
  @TempDir private Path root;

  @Test
  void anEngineWithAStateDirectoryNamesIt() throws Exception {
    AtomicReference<String> said = new AtomicReference<>("");
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1\n"));
        Nightshift nightshift =
            Nightshift.builder(
                    GitWorkspaces.builder(repository.directory())
                        .workspaceRoot(root.resolve("ws"))
                        .target("main")
                        .build())
                .provider(ScriptedModel.named("coder"))
                .state(root.resolve("state"))
                .pipeline(
                    "it",
                    run -> {
                      run.implement(
                          assignment -> {
                            said.set(stateOfOwners(root.resolve("ws")));
                            return new Outcome.Stopped(EndReason.STUCK, "seen enough");
                          },
                          Feedback.none());
                      return run.stop(EndReason.STUCK, "seen enough");
                    })
                .build()) {
      nightshift.run(Task.builder("Look").build(), "it");
    }

    assertThat(said).hasValue(root.resolve("state").toString());
  }

  private static String stateOfOwners(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      List<Path> owners =
          files.filter(file -> file.getFileName().toString().equals("owner")).toList();
      assertThat(owners).hasSize(1);
      Properties properties = new Properties();
      properties.load(Files.newBufferedReader(owners.get(0), ISO_8859_1));
      return properties.getProperty("state", "");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
