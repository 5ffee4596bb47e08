package dev.nightshift.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.testing.Cassette;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How users play a run of real models again: without their network, their keys and their bills. */
class ReplayedRunTest {
  @TempDir Path directory;

  @Test
  void aRunPlayedAgainEndsAsItDid() throws InterruptedException {
    Path file = directory.resolve("run.jsonl");
    RunResult recorded;
    try (ScriptedModelServer server = server()) {
      AnthropicProvider anthropic =
          AnthropicProvider.builder().apiKey("any").baseUrl(server.baseUrl()).build();
      // region record
      // Once, with a key; both roles go into the file.
      recorded = run(Cassette.record(anthropic, file));
      // endregion
    }

    // region replay
    // In every build; a request that is not the recorded one fails and says where it differs.
    Cassette cassette = Cassette.replay(file);
    RunResult played = run(cassette);
    assertThat(played).isInstanceOf(RunResult.Delivered.class);
    cassette.assertExhausted();
    // endregion

    assertThat(recorded).isInstanceOf(RunResult.Delivered.class);
    assertThat(played.report().spend().view().spent())
        .isEqualTo(recorded.report().spend().view().spent());
  }

  private static RunResult run(ModelProvider provider) throws InterruptedException {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("a.txt", "one\n"));
    StandardPipeline pipeline =
        StandardPipeline.builder()
            .implementer(ModelImplementer.using("anthropic:claude-opus-5-5"))
            .reviewer(ModelReviewer.using("anthropic:claude-haiku-5-5"))
            .gate(Gates.maxDiff(10))
            .delivery(Delivery.merge())
            .build();
    try (Nightshift engine = Nightshift.builder(workspaces).provider(provider).build()) {
      return engine.run(Task.builder("Write two").build(), pipeline);
    }
  }

  private static ScriptedModelServer server() {
    return ScriptedModelServer.start(
        Reply.toolUse("write_file", "{\"path\":\"b.txt\",\"content\":\"two\\n\"}"),
        Reply.toolUse("finish", "{\"summary\":\"wrote two\"}"),
        Reply.toolUse("read_file", "{\"path\":\"b.txt\"}"),
        Reply.toolUse("submit_review", "{\"verdict\":\"approve\",\"criteria\":[]}"));
  }
}
