package dev.nightshift.examples.wire;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.WireServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries out one implement-review-revise run of twelve answers over every wire format, and
 * compares the tree that lands and the tokens that were counted.
 */
public final class WireProof {
  private static final Map<String, String> FILES =
      Map.of("greet.txt", "Hello, you\n", "README", "Greets people.\n");
  private static final List<ModelTurn> TURNS =
      List.of(
          ModelTurn.of("Look first.", ToolCall.read("greet.txt"), ToolCall.read("README")),
          ModelTurn.of("Who is greeted?", ToolCall.search("Hello")),
          ModelTurn.of("", ToolCall.edit("greet.txt", "you", "world")),
          ModelTurn.of("Say so: \u00e4\u4e16.", ToolCall.write("NOTES", "Greets \u4e16\u754c\n")),
          ModelTurn.of("", ToolCall.finish("greets the world")),
          ModelTurn.of("Read it.", ToolCall.read("greet.txt")),
          ModelTurn.of("", ToolCall.requestChange(change(), 0)),
          ModelTurn.of("Right.", ToolCall.read("greet.txt")),
          ModelTurn.of("", ToolCall.edit("greet.txt", "world", "world!")),
          ModelTurn.of("", ToolCall.finish("ends in a mark")),
          ModelTurn.of("Again.", ToolCall.read("greet.txt")),
          ModelTurn.of("", ToolCall.approve(0, "it does", "R1")));

  private final Format format;

  private WireProof(Format format) {
    this.format = format;
  }

  /**
   * Starts the proof; the exit status is 1 if the runs differ.
   *
   * @param arguments none
   * @throws InterruptedException if the thread was interrupted
   */
  public static void main(String... arguments) throws InterruptedException {
    Set<String> ends = new HashSet<>();
    for (Format format : Format.all()) {
      String end = new WireProof(format).run();
      ends.add(end);
      System.out.printf("%-20s %s%n", format.name(), end);
    }
    boolean holds = ends.size() == 1 && ends.iterator().next().startsWith("tree ");
    System.out.println(
        "wire: " + (holds ? "the same run over all formats" : "the runs DIFFER or did not land"));
    System.exit(holds ? 0 : 1);
  }

  private String run() throws InterruptedException {
    Reply[] script = new Reply[TURNS.size()];
    for (int i = 0; i < script.length; i++) {
      script[i] = ScriptPlayer.reply(TURNS.get(i)).withUsage(usage(i));
    }
    try (TemporaryRepository repository = TemporaryRepository.bare(FILES);
        WireServer server = WireServer.start(format.speaker(), script)) {
      RunResult result = run(repository, format.provider().apply(server.baseUrl()));
      if (!(result instanceof RunResult.Delivered) || server.requests().size() != script.length) {
        return "%s after %d answers: %s %s"
            .formatted(
                result.reason(),
                server.requests().size(),
                result.report().ending().detail(),
                server.failures());
      }
      return "tree %s, %d answers, %s"
          .formatted(
              repository.tree(repository.tip("main")),
              script.length,
              counts(result.report().spend().view().spent().usage()));
    }
  }

  private RunResult run(TemporaryRepository repository, ModelProvider provider)
      throws InterruptedException {
    CommandPolicy commands = CommandPolicy.builder().caches(List.of()).build();
    GitWorkspaces workspaces =
        GitWorkspaces.builder(repository.directory()).target("main").commands(commands).build();
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(provider)
            .prices(PriceBook.of(Price.free()))
            .budget(BudgetPolicy.unlimited())
            .build()) {
      return nightshift.run(
          Task.builder("Greet the world").build(),
          StandardPipeline.builder()
              .implementer(ModelImplementer.using(format.implementer()))
              .reviewer(ModelReviewer.using(format.reviewer()))
              .gate(Gates.shell("grep -q world greet.txt", Duration.ofMinutes(2)))
              .delivery(Delivery.merge())
              .maxRevisions(2)
              .build());
    }
  }

  /** Other counts for each answer, so that one that is lost or swapped shows. */
  private static TokenUsage usage(int turn) {
    return TokenUsage.builder()
        .input(100 + 7L * turn)
        .cacheRead(1_000L * turn)
        .output(50 + 11L * turn)
        .reasoning(10 + turn)
        .build();
  }

  private static String counts(TokenUsage usage) {
    return "input %d, cache read %d, cache write %d, output %d, reasoning %d%s"
        .formatted(
            usage.input(),
            usage.cacheRead(),
            usage.cacheWrites().total(),
            usage.output(),
            usage.reasoning(),
            usage.isEstimated() ? ", estimated" : "");
  }

  private static Map<String, Object> change() {
    return Map.of(
        "path", "greet.txt",
        "line", 1,
        "category", "OTHER",
        "problem", "the greeting ends without a mark",
        "required_change", "end it in a mark",
        "how_to_verify", "read greet.txt");
  }
}
